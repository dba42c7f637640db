import { listWords } from "@/server/kernel/list-words";
import type { StepStatus } from "./step";
import { counted, named } from "./words";

/** What people were asked about an action, and who said what. */
export type AskedPeople = {
  readonly state: "pending" | "frozen" | "approved" | "rejected" | "expired" | "cancelled" | "revoked";
  readonly asks: readonly string[];
  readonly askedMs: number;
  readonly dueMs: number;
  readonly decidedMs: number | null;
  readonly by: string | null;
};

/** On what the gate's answer rests. */
export type GateCause =
  | "policy"
  | "human"
  | "grant"
  | "autonomy"
  | "timeout"
  | "budget"
  | "loop"
  | "breaker"
  | "killed"
  | "cancelled"
  | "unregistered"
  | "unavailable";

/** What was asked of the gate in a run. */
export type Asked = {
  readonly decision: "allow" | "deny" | "pending";
  /** Whether a permission that was given ended unused. */
  readonly isTakenBack: boolean;
  readonly cause: GateCause;
  readonly rule: string | null;
  /** Who gave the standing grant that allowed it. */
  readonly grantBy: string | null;
  readonly isEdited: boolean;
  readonly askedMs: number;
  readonly people: AskedPeople | null;
};

/** The run that it was asked in. */
export type Run = {
  readonly status: StepStatus;
  readonly errors: number;
  readonly toolSteps: number;
  readonly ungoverned: number;
  readonly firstMs: number;
  readonly lastMs: number;
};

export const OUTCOMES = [
  "done",
  "failed",
  "running",
  "waiting",
  "denied",
  "rejected",
  "expired",
  "stopped",
  "killed",
  "withdrawn",
] as const;
export type RunOutcome = (typeof OUTCOMES)[number];

/** What the gate can make of a run: it then stands so, however its steps ended. */
export const GATE_OUTCOMES = OUTCOMES.slice(3) as readonly Exclude<RunOutcome, "done" | "failed" | "running">[];
/** How a run stands that did not come to its end, and neither waits nor was withdrawn. */
export const UNFINISHED = ["failed", "denied", "rejected", "expired", "stopped", "killed"] as const satisfies readonly RunOutcome[];

/** On what the weightiest word of the gate in a run rests: `gate` is one of its own limits or stops, `open` is asked of people. */
export const AUTHORITIES = ["person", "grant", "rule", "gate", "open"] as const;
export type AuthorityKind = (typeof AUTHORITIES)[number];

/** How a run ended, by whose authority, and how much of it was waiting for people. */
export type Standing = {
  readonly outcome: RunOutcome;
  readonly note: string | null;
  /** Until when people are to decide, while they are asked. */
  readonly dueAt: string | null;
  readonly authority: { readonly kind: "decided" | "open" | "none"; readonly by: AuthorityKind | null; readonly text: string };
  readonly lastedMs: number;
  readonly waitedMs: number;
};

type Answer = Pick<Standing, "outcome" | "note">;

const REFUSED: { readonly [C in GateCause]: (people: AskedPeople | null) => Answer } = {
  policy: () => ({ outcome: "denied", note: "by policy" }),
  autonomy: () => ({ outcome: "denied", note: "above its level" }),
  grant: () => ({ outcome: "denied", note: "beyond its grant" }),
  human: (people) => ({ outcome: "rejected", note: people?.by == null ? null : `by ${named(people.by)}` }),
  timeout: () => ({ outcome: "expired", note: "nobody decided" }),
  budget: () => ({ outcome: "stopped", note: "its budget is spent" }),
  loop: () => ({ outcome: "stopped", note: "the same call again" }),
  breaker: () => ({ outcome: "stopped", note: "the tool is failing" }),
  killed: () => ({ outcome: "killed", note: "with its agent" }),
  cancelled: () => ({ outcome: "withdrawn", note: "by its agent" }),
  unregistered: () => ({ outcome: "denied", note: "not registered" }),
  unavailable: () => ({ outcome: "denied", note: "no decision was to be had" }),
};

const BY: { readonly [C in GateCause]?: string } = {
  autonomy: "Its level of autonomy",
  timeout: "Timeout, refused",
  budget: "Budget, spent",
  loop: "Loop detector",
  breaker: "Circuit breaker",
  killed: "Kill switch",
  cancelled: "Withdrawn by its agent",
  unregistered: "Not in the registry",
  unavailable: "Closed: no decision was to be had",
};

const isRefused = ({ decision }: Asked): boolean => decision === "deny";

/** A permission that was given ended before it was used. */
function takenBack({ cause, people }: Asked): Answer {
  if (cause === "timeout") return { outcome: "expired", note: "never used" };
  return cause === "killed" ? REFUSED.killed(people) : { outcome: "stopped", note: "taken back" };
}

function outcomeOf(run: Run, asked: readonly Asked[]): Answer {
  const last = asked.at(-1);
  if (last !== undefined && isRefused(last)) return last.isTakenBack ? takenBack(last) : REFUSED[last.cause](last.people);
  if (run.status === "error") return { outcome: "failed", note: run.errors > 1 ? `in ${counted(run.errors, "step")}` : null };
  const refused = asked.filter(isRefused).length;
  const notes = [
    ...(asked.some(({ isEdited }) => isEdited) ? ["edited first"] : []),
    ...(refused > 0 ? [`${counted(refused, "call")} refused`] : []),
    ...(run.errors > 0 ? [counted(run.errors, "failure")] : []),
  ];
  return { outcome: run.status === "running" ? "running" : "done", note: notes.length === 0 ? null : notes.join(", ") };
}

/** A person's word weighs more than a grant's, and a grant's more than a rule's. */
function weightOf({ people, grantBy, rule, cause }: Asked): number {
  if (people?.by != null) return 3;
  if (grantBy !== null) return 2;
  return rule !== null || BY[cause] !== undefined ? 1 : 0;
}

function authorityKind({ people, grantBy, rule, cause, isTakenBack }: Asked): AuthorityKind {
  if (people?.by != null) return "person";
  if (grantBy !== null) return "grant";
  return rule === null || (BY[cause] !== undefined && !(isTakenBack && cause === "timeout")) ? "gate" : "rule";
}

function authorityText({ people, grantBy, rule, cause, isTakenBack, isEdited }: Asked): string {
  if (people?.by != null) return `${named(people.by)}${isEdited ? ", edited" : ""}`;
  if (grantBy !== null) return `Grant of ${named(grantBy)}`;
  // That a permission was not used in time says nothing of who gave it.
  const own = isTakenBack && cause === "timeout" ? undefined : BY[cause];
  if (own !== undefined) return own;
  return rule === null ? "The gate, by no rule" : `Rule: ${named(rule)}`;
}

function authorityOf(run: Run, asked: readonly Asked[]): Standing["authority"] {
  if (asked.length === 0) {
    if (run.toolSteps === 0) return { kind: "none", by: null, text: "no tool called" };
    return { kind: "none", by: null, text: run.ungoverned === 0 ? "nothing asked" : "" };
  }
  const last = asked.at(-1);
  // What ended a run decided it; else the weightiest word in it, the latest of those.
  const deciding =
    last !== undefined && isRefused(last) ? last : asked.reduce((best, one) => (weightOf(one) >= weightOf(best) ? one : best));
  const others = new Set(asked.flatMap(({ people }) => people?.by ?? []));
  others.delete(deciding.people?.by ?? "");
  const more = weightOf(deciding) === 3 && others.size > 0 ? ` and ${others.size} more` : "";
  return { kind: "decided", by: authorityKind(deciding), text: `${authorityText(deciding)}${more}` };
}

/** How long spans of time last together, each moment once, within a span of their own. */
function coveredMs(spans: readonly (readonly [number, number])[], from: number, to: number): number {
  let [sum, reached] = [0, from];
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    const [begin, stop] = [Math.max(start, reached), Math.min(end, to)];
    if (stop <= begin) continue;
    sum += stop - begin;
    reached = stop;
  }
  return sum;
}

const isOpen = ({ people, decision }: Asked): boolean => decision === "pending" && people?.decidedMs == null;

/** How a run stands by what the gate says of it; `asked` in the order in which it was asked. */
export function standingOf(run: Run, asked: readonly Asked[], nowMs: number): Standing {
  const open = asked.filter(isOpen);
  const endMs = open.length > 0 ? Math.max(run.lastMs, nowMs) : run.lastMs;
  const waits = asked.flatMap(({ people }) => (people === null ? [] : [[people.askedMs, people.decidedMs ?? endMs] as const]));
  const lasted = { lastedMs: endMs - run.firstMs, waitedMs: coveredMs(waits, run.firstMs, endMs) };
  if (open.length === 0) return { ...outcomeOf(run, asked), dueAt: null, authority: authorityOf(run, asked), ...lasted };
  const asks = [...new Set(open.flatMap(({ people }) => people?.asks ?? []))].map(named);
  const dueMs = Math.min(...open.flatMap(({ people }) => people?.dueMs ?? []));
  return {
    outcome: "waiting",
    note: asks.length === 0 ? "people" : listWords(asks, "and"),
    dueAt: Number.isFinite(dueMs) ? new Date(dueMs).toISOString() : null,
    authority: { kind: "open", by: "open", text: "none yet" },
    ...lasted,
  };
}
