import { type Comparison, compare, type Missing, type Sample } from "./compare";

export type Candidate = Comparison & { readonly sample: Sample };
export type Advice = {
  readonly current: Sample;
  /** The other models in use, the most used first. */
  readonly candidates: readonly Candidate[];
  readonly verdict:
    | { readonly kind: "switch"; readonly to: string }
    /** For a cheaper model that may be as good; null: no number of runs would decide. */
    | { readonly kind: "wait"; readonly for: string; readonly missing: Missing | null }
    /** Others are in use and none of them is proposed. */
    | { readonly kind: "keep" }
    | { readonly kind: "alone" };
};

const byUse = (a: Sample, b: Sample) => b.runs - a.runs || (a.model < b.model ? -1 : 1);
const sizeOf = (missing: Missing | null): number => (missing === null ? Number.POSITIVE_INFINITY : missing.candidate + missing.current);

function verdictOf(candidates: readonly Candidate[]): Advice["verdict"] {
  if (candidates.length === 0) return { kind: "alone" };
  const good = candidates.filter(({ standing }) => standing.kind === "better_value");
  const [best] = good.toSorted((a, b) => b.saving.value - a.saving.value);
  if (best !== undefined) return { kind: "switch", to: best.sample.model };
  const open = candidates.flatMap(({ sample, standing, saving }) =>
    standing.kind === "undecided" && saving.value > 0 ? [{ for: sample.model, missing: standing.missing }] : [],
  );
  const [next] = open.toSorted((a, b) => sizeOf(a.missing) - sizeOf(b.missing));
  return next === undefined ? { kind: "keep" } : { kind: "wait", ...next };
}

/** What to do about the models of a task class: the one most used now against each of the others. Null without any. */
export function advise(samples: readonly Sample[], margin: number): Advice | null {
  const [current, ...others] = samples.toSorted(byUse);
  if (current === undefined) return null;
  const candidates = others.map((sample) => ({ sample, ...compare(sample, current, margin) }));
  return { current, candidates, verdict: verdictOf(candidates) };
}
