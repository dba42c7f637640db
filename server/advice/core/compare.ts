import { differenceOf, type Estimate, type Mean, meanDifferenceOf, type Share } from "./intervals";

/** With fewer runs of known outcome than this nothing is said of a model, however clear it looks. */
export const FEWEST_RUNS = 50;
/** Beyond so many more runs nobody waits for them. */
const MOST_MISSING = 1_000_000;

/** What runs of one model in one task class came to. */
export type Sample = {
  readonly model: string;
  readonly runs: number;
  /** Runs whose outcome is known, and those of them that succeeded. */
  readonly outcome: Share;
  /** Cost of a run in micro-USD, of the runs whose cost is wholly known. */
  readonly cost: Mean;
};

export type Standing =
  /** Not worse beyond the margin, and cheaper. */
  | { readonly kind: "better_value" }
  /** Worse beyond the margin. */
  | { readonly kind: "worse" }
  /** Costs as much or more. */
  | { readonly kind: "not_cheaper" }
  | { readonly kind: "unpriced" }
  /** Not decided yet; so many more runs of it, and of the model now, at the present difference. Null: no number of runs would decide. */
  | { readonly kind: "undecided"; readonly missing: Missing | null };
export type Missing = { readonly candidate: number; readonly current: number };

export type Comparison = {
  /** Success of the candidate less that of the model now. */
  readonly difference: Estimate;
  /** Cost of a run of the model now less that of the candidate, in micro-USD. */
  readonly saving: Estimate;
  readonly standing: Standing;
};

const grown = ({ of, count }: Share, more: number): Share => ({ of: of + more, count: of === 0 ? 0 : (count / of) * (of + more) });

const isDecided = (candidate: Share, current: Share, margin: number): boolean => {
  const { low, high } = differenceOf(candidate, current);
  return low > -margin || high < -margin;
};

/** The fewest more runs for which `test` holds; null where even the most do not do. More runs never undo what fewer did. */
function fewest(test: (more: number) => boolean): number | null {
  if (!test(MOST_MISSING)) return null;
  let [low, high] = [0, MOST_MISSING];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * How many more runs it takes until the margin is decided, if both models go on as they did: of the candidate alone where
 * that does, else as many of both.
 */
export function missingRuns(candidate: Share, current: Share, margin: number): Missing | null {
  const least = { candidate: Math.max(0, FEWEST_RUNS - candidate.of), current: Math.max(0, FEWEST_RUNS - current.of) };
  if (candidate.of === 0 || current.of === 0) return least;
  const [own, now] = [grown(candidate, least.candidate), grown(current, least.current)];
  const alone = fewest((more) => isDecided(grown(own, more), now, margin));
  if (alone !== null) return { candidate: least.candidate + alone, current: least.current };
  const both = fewest((more) => isDecided(grown(own, more), grown(now, more), margin));
  return both === null ? null : { candidate: least.candidate + both, current: least.current + both };
}

const isEnough = ({ outcome, cost }: Sample) => outcome.of >= FEWEST_RUNS && cost.of >= FEWEST_RUNS;

/** More runs of known cost until two means are told apart, or as many as it takes to say anything. */
function missingForCost(candidate: Sample, current: Sample): Missing | null {
  const few = Math.max(0, FEWEST_RUNS - candidate.cost.of);
  const fewNow = Math.max(0, FEWEST_RUNS - current.cost.of);
  if (few > 0 || fewNow > 0) return { candidate: few, current: fewNow };
  const more = fewest((n) => meanDifferenceOf(current.cost, { ...candidate.cost, of: candidate.cost.of + n }).low > 0);
  return more === null ? null : { candidate: more, current: 0 };
}

/** Where a model stands against the one that is used now: non-inferiority of its success at 95 %, and a lower cost. */
export function compare(candidate: Sample, current: Sample, margin: number): Comparison {
  const difference = differenceOf(candidate.outcome, current.outcome);
  const saving = meanDifferenceOf(current.cost, candidate.cost);
  return { difference, saving, standing: standingOf(candidate, current, margin, difference, saving) };
}

function standingOf(candidate: Sample, current: Sample, margin: number, difference: Estimate, saving: Estimate): Standing {
  if (candidate.cost.of === 0 || current.cost.of === 0) return { kind: "unpriced" };
  const enough = isEnough(candidate) && isEnough(current);
  if (enough && saving.high <= 0) return { kind: "not_cheaper" };
  if (enough && difference.high < -margin) return { kind: "worse" };
  if (enough && difference.low > -margin && saving.low > 0) return { kind: "better_value" };
  const outcome = missingRuns(candidate.outcome, current.outcome, margin);
  const cost = missingForCost(candidate, current);
  if (outcome === null || cost === null) return { kind: "undecided", missing: null };
  return {
    kind: "undecided",
    missing: { candidate: Math.max(outcome.candidate, cost.candidate), current: Math.max(outcome.current, cost.current) },
  };
}
