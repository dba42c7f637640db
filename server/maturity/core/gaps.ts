import type { Dimension, Level } from "./rubric";
import type { Scored } from "./score";

/** What is weighed of a criterion that is open; the figures are the rubric's unless someone edited them. */
export type Weighed = Scored & {
  readonly isAttested: boolean;
  readonly risk: number;
  readonly impact: number;
  readonly effort: number;
};

export type Gap = {
  readonly id: string;
  readonly priority: number;
  /** Levels between where the dimension stands and its target, at least one. */
  readonly gapWeight: number;
  readonly confidence: number;
  /** Open core criteria of its dimension at lower levels: they come first. */
  readonly waitsFor: readonly string[];
};

const CONFIDENCE = { computed: 1, attested: 0.8, unknown: 0.6 } as const;

/** How sure it is that a gap is one. */
function confidenceOf({ state, isAttested }: Weighed): number {
  if (state === "insufficient_data") return CONFIDENCE.unknown;
  return isAttested ? CONFIDENCE.attested : CONFIDENCE.computed;
}

type Aims = {
  readonly levels: ReadonlyMap<Dimension, Level>;
  /** Where there is none, every level above is open. */
  readonly targets: ReadonlyMap<Dimension, Level>;
};

const OPEN = new Set(["not_met", "insufficient_data", "expired", "waived"]);

/**
 * What to close, most worth first: risk × impact × gap × confidence ÷ effort, then risk, then the lower level, then the order of the
 * rubric. Nothing above a dimension's target is named.
 */
export function rankGaps(all: readonly Weighed[], { levels, targets }: Aims): Gap[] {
  const open = all.filter(({ state }) => OPEN.has(state));
  const cores = open.filter(({ isCore }) => isCore);
  const rows = open
    .filter(({ dimension, level }) => level <= (targets.get(dimension) ?? 5))
    .map((one) => {
      const gapWeight = Math.max(1, (targets.get(one.dimension) ?? 0) - (levels.get(one.dimension) ?? 1));
      const confidence = confidenceOf(one);
      const priority = (one.risk * one.impact * gapWeight * confidence) / one.effort;
      const waitsFor = cores.filter(({ dimension, level }) => dimension === one.dimension && level < one.level).map(({ id }) => id);
      return { one, gap: { id: one.id, priority, gapWeight, confidence, waitsFor } };
    });
  return rows
    .toSorted((a, b) => b.gap.priority - a.gap.priority || b.one.risk - a.one.risk || a.one.level - b.one.level)
    .map(({ gap }) => gap);
}
