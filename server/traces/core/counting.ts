import type { Placed } from "./tree";

/** A step as far as counting goes. Microseconds. */
export type Countable = {
  readonly kind: string;
  readonly status: string;
  readonly model: string | null;
  readonly sdk: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly responseId: string | null;
  readonly startedUs: number;
  readonly endedUs: number | null;
};

/**
 * Why a step is counted, or is not: `counted`; `told_below`, its calls tell it themselves; `told_twice`, another step tells
 * of the same call; `told_above`, the step around it told for it; `running`; `unsettled`, what is below it may still come;
 * `no_call`, it called no model.
 */
export type Verdict = "counted" | "told_below" | "told_twice" | "told_above" | "running" | "unsettled" | "no_call";

const tells = (step: Countable): boolean => step.inputTokens !== null || step.outputTokens !== null;
const isCall = (step: Countable): boolean => step.kind === "llm";

/** Two steps of two instrumentations tell of one call: under the same step, at the same time, with the same figures. */
function isTwin(a: Countable, b: Countable): boolean {
  const isAlike = a.model === b.model && a.inputTokens === b.inputTokens && a.outputTokens === b.outputTokens;
  return isAlike && a.sdk !== b.sdk && a.startedUs <= (b.endedUs ?? a.startedUs) && b.startedUs <= (a.endedUs ?? b.startedUs);
}

/** Those among steps at the same place that tell again what an earlier one told. */
function twinsOf(calls: readonly { readonly step: Countable; readonly place: number; readonly parent: number }[]): ReadonlySet<number> {
  const again = new Set<number>();
  const responses = new Set<string>();
  const alike = new Map<string, Countable[]>();
  for (const { step, place, parent } of calls) {
    const id = step.responseId;
    if (id !== null && responses.has(id)) {
      again.add(place);
      continue;
    }
    if (id !== null) responses.add(id);
    const key = `${parent} ${step.model} ${step.inputTokens} ${step.outputTokens}`;
    const others = alike.get(key) ?? [];
    // Two that name different responses are two calls, however alike.
    if (others.some((other) => isTwin(other, step) && (id === null || other.responseId === null))) again.add(place);
    else alike.set(key, [...others, step]);
  }
  return again;
}

type Below = { readonly tells: readonly boolean[]; readonly calls: readonly boolean[] };

/** Of each place, whether a step below it tells usage, and whether one below it calls a model. */
function belowOf(steps: readonly Countable[], placed: readonly Placed[]): Below {
  const [told, calls] = [placed.map(() => false), placed.map(() => false)];
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    const here = placed[i];
    const step = here === undefined ? undefined : steps[here.index];
    if (here === undefined || step === undefined || here.parent < 0) continue;
    if (told[i] === true || tells(step)) told[here.parent] = true;
    if (calls[i] === true || isCall(step)) calls[here.parent] = true;
  }
  return { tells: told, calls };
}

/**
 * Which steps' usage is counted, each call of a model once: the innermost step that tells it, and of two that tell of one
 * call the first. What a step around them says is their sum again; it counts only where nothing below tells any, and that
 * is known only of a trace that is settled. The order in which steps came makes no difference. One verdict a place.
 */
export function countCalls(steps: readonly Countable[], placed: readonly Placed[], isSettled: boolean): readonly Verdict[] {
  const below = belowOf(steps, placed);
  const stepAt = (place: number): Countable | undefined => steps[placed[place]?.index ?? -1];
  const innermost = placed.flatMap(({ parent }, place) => {
    const step = stepAt(place);
    return step !== undefined && isCall(step) && below.tells[place] !== true ? [{ step, place, parent }] : [];
  });
  // What tells usage comes before what tells none of the same response.
  const again = twinsOf([
    ...innermost.filter(({ step }) => tells(step)),
    ...innermost.filter(({ step }) => !tells(step) && step.responseId !== null),
  ]);
  const isCovered: boolean[] = [];
  return placed.map(({ parent }, place) => {
    const step = stepAt(place);
    const covered = parent >= 0 && isCovered[parent] === true;
    const about = { tellsBelow: below.tells[place] === true, callsBelow: below.calls[place] === true, isAgain: again.has(place), covered };
    const verdict = step === undefined ? "no_call" : verdictOf(step, about, isSettled);
    isCovered.push(covered || (verdict === "counted" && step !== undefined && tells(step)));
    return verdict;
  });
}

type About = { readonly tellsBelow: boolean; readonly callsBelow: boolean; readonly isAgain: boolean; readonly covered: boolean };

function verdictOf(step: Countable, about: About, isSettled: boolean): Verdict {
  if (!isCall(step) && !tells(step)) return "no_call";
  if (step.status === "running") return "running";
  if (about.tellsBelow) return "told_below";
  if (about.isAgain) return "told_twice";
  if (tells(step)) return isCall(step) || isSettled ? "counted" : "unsettled";
  if (about.callsBelow) return "told_below";
  return about.covered ? "told_above" : "counted";
}
