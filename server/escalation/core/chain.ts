/** When a step comes: a share of the time until the stage is due, or a time of its own. Both are open time of the calendar. */
export type After = { readonly percentOfSla: number } | { readonly minutes: number };

/** Whom a step tells. `stage` is everyone who is asked at the time. */
export type Target =
  | { readonly kind: "stage" | "owner" | "ownerManager" }
  | { readonly kind: "group" | "person" | "onCall"; readonly id: string };

export const STEP_CHANNELS = ["inbox", "email", "slack", "webhook"] as const;
export type StepChannel = (typeof STEP_CHANNELS)[number];

export type Step = {
  readonly after: After;
  readonly targets: readonly Target[];
  /** Forces these channels; empty leaves it to what each one prefers. */
  readonly channels: readonly StepChannel[];
  /** Goes out at once, through quiet hours. */
  readonly important: boolean;
};

/** What happens when all steps and loops brought no decision. */
export type Final =
  | { readonly kind: "expire" }
  | { readonly kind: "reassign"; readonly groupId: string }
  | { readonly kind: "page"; readonly onCallId: string };

export type Chain = {
  readonly steps: readonly Step[];
  /** How many times all of it is repeated. */
  readonly loops: number;
  /** Open minutes after the last step until the steps start again, or the final action comes. */
  readonly pauseMinutes: number;
  readonly final: Final;
};

/** Whom a chain names: in its steps, and at last. */
export const targetsOf = ({ steps, final }: Pick<Chain, "steps" | "final">): Target[] => [
  ...steps.flatMap((step) => step.targets),
  ...(final.kind === "reassign" ? [{ kind: "group", id: final.groupId } as const] : []),
  ...(final.kind === "page" ? [{ kind: "onCall", id: final.onCallId } as const] : []),
];

/** Time as a calendar counts it. */
export type OpenTime = {
  readonly add: (from: Date, ms: number) => Date;
  readonly between: (from: Date, to: Date) => number;
};

/** One stage of a request, as its clock sees it. */
export type Watch = {
  readonly startedAt: Date;
  readonly dueAt: Date;
  /** Open time for which its clock stood still; `dueAt` has moved by it. */
  readonly pausedMs: number;
};

/** The last act that happened: step 0 is the asking, one more than there are steps the final action. */
export type Position = { readonly step: number; readonly loop: number };
export type Act = Position & { readonly at: Date };

export const ASKED: Position = { step: 0, loop: 0 };
const MINUTE_MS = 60_000;

/** The moments of the steps from the start, in open time. One that a mix of units puts before its predecessor comes with it. */
function offsetsMs(chain: Chain, slaMs: number): number[] {
  let last = 0;
  return chain.steps.map(({ after }) => {
    const own = "minutes" in after ? after.minutes * MINUTE_MS : Math.round((slaMs * after.percentOfSla) / 100);
    last = Math.max(last, own);
    return last;
  });
}

/** Which act follows the one at this position; null after the final action. */
function follow({ steps, loops }: Chain, { step, loop }: Position): Position | null {
  if (step < steps.length) return { step: step + 1, loop };
  if (step > steps.length) return null;
  return loop < loops ? { step: 1, loop: loop + 1 } : { step: step + 1, loop };
}

/**
 * What comes next on a stage, and when: steps in order, all of them again after a pause for each loop, then the final
 * action. It depends on nothing but the arguments, so a clock that stood still finds every act where it was.
 */
export function nextAct(chain: Chain, time: OpenTime, { startedAt, dueAt, pausedMs }: Watch, position: Position): Act | null {
  const next = follow(chain, position);
  if (next === null) return null;
  const slaMs = Math.max(0, time.between(startedAt, dueAt) - pausedMs);
  const offsets = offsetsMs(chain, slaMs);
  const roundMs = (offsets.at(-1) ?? 0) + chain.pauseMinutes * MINUTE_MS;
  const withinMs = offsets[next.step - 1] ?? roundMs;
  return { ...next, at: time.add(startedAt, next.loop * roundMs + withinMs + pausedMs) };
}

/** Everything that comes after a position, in order. */
export function actsAfter(chain: Chain, time: OpenTime, watch: Watch, position: Position): Act[] {
  const acts: Act[] = [];
  for (let next = nextAct(chain, time, watch, position); next !== null; next = nextAct(chain, time, watch, next)) acts.push(next);
  return acts;
}

/** The step that stands at a position; null for the asking and the final action. */
export const stepAt = ({ steps }: Chain, { step }: Position): Step | null => steps[step - 1] ?? null;
