import type { ByAgent, Reading, Tally } from "./measurement";
import { type Criterion, DIMENSION_IDS, type Dimension, type Level, type Limits } from "./rubric";
import { type DimensionWeights, type Scored, scoreAll } from "./score";
import { type State, stateOf } from "./state";
import { type Held, type Verdict, verdictOf } from "./verdict";

/** What one criterion counted of each agent. */
export type CountedCriterion = Pick<ByAgent, "as" | "isOfAgents"> & {
  readonly queryVersion: number;
  /** By the agent's id. */
  readonly tallies: Readonly<Record<string, readonly (Tally | null)[]>>;
};

/** An agent as it was when the fleet was measured. */
export type CountedAgent = {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly riskTier: "low" | "medium" | "high";
};

/** What the fleet came to, by agent. Never changed. */
export type FleetContent = {
  readonly at: string;
  readonly rubricVersion: string;
  readonly agents: readonly CountedAgent[];
  /** By the criterion; those of the organisation as a whole are not in it. */
  readonly criteria: Readonly<Record<string, CountedCriterion>>;
};

const NOTHING: Tally = { hits: 0, of: 0 };

/** The rows of some agents together, by condition; null: of the whole organisation. */
const sumOf = ({ as, tallies }: CountedCriterion, agents: readonly string[]): readonly (Tally | null)[] =>
  as.map((reads, i) =>
    reads === null
      ? null
      : agents.reduce((sum, id) => {
          const { hits, of } = tallies[id]?.[i] ?? NOTHING;
          return { hits: sum.hits + hits, of: sum.of + of };
        }, NOTHING),
  );

/** A condition as a reading; one of the whole organisation reads what was found there. */
function readingOf(tally: Tally | null, reads: "share" | "failures" | null | undefined, whole: Held | undefined): Reading {
  if (tally === null) return { value: whole?.value ?? null, ...(whole?.hits == null ? {} : { hits: whole.hits, of: whole.of ?? 0 }) };
  if (tally.of === 0) return { value: null };
  return reads === "failures" ? { value: tally.of - tally.hits } : { value: tally.hits / tally.of, ...tally };
}

type AutoCheck = Extract<Criterion["check"], { type: "auto" }>;

/** A criterion as the organisation's newest snapshot has it. */
export type Whole = Scored & { readonly held: readonly Held[] };

/** What a criterion says of some agents alone; null where they have no row of the kind, so that it says nothing of them. */
export function verdictFor(
  check: AutoCheck,
  counted: CountedCriterion,
  whole: Pick<Whole, "held">,
  agents: readonly string[],
  limits: Limits,
): Verdict | null {
  const sums = sumOf(counted, agents);
  const n = sums[0]?.of ?? 0;
  if (n === 0) return null;
  const readings = sums.map((tally, i) => readingOf(tally, counted.as[i], whole.held[i]));
  return verdictOf(check, { readings, n, samples: [], missing: null }, limits);
}

/** A criterion as it stands for some agents. */
export type Scoped = Scored & {
  /** `own`: counted of these agents; `none`: they have no such row, so it is left out; `whole`: the organisation's. */
  readonly scope: "own" | "none" | "whole";
  readonly held: readonly Held[];
  readonly n: number | null;
  readonly lack: number | null;
};

/** What was excluded for the organisation is for everyone; a waiver covers whoever it is open for. */
function stateFor(whole: Whole, { finding }: Verdict): State {
  return stateOf({ finding, isWaived: whole.state === "waived", isNotApplicable: whole.state === "not_applicable" });
}

/** Whether no row led to any agent: then there is nothing to tell apart, and the organisation's word stands. */
export const isOfNobody = ({ tallies }: Pick<CountedCriterion, "tallies">): boolean => Object.keys(tallies).length === 0;

/** One criterion for some agents: their own rows where there are such, else what holds for the organisation. */
export function scopedOf(
  criterion: Criterion,
  whole: Whole,
  counted: CountedCriterion | undefined,
  agents: readonly string[],
  limits: Limits,
): Scoped {
  if (counted === undefined || isOfNobody(counted) || criterion.check.type !== "auto")
    return { ...whole, scope: "whole", n: null, lack: null };
  const verdict = verdictFor(criterion.check, counted, whole, agents, limits);
  if (verdict === null) return { ...whole, state: "not_applicable", scope: "none", held: [], n: 0, lack: null };
  return { ...whole, state: stateFor(whole, verdict), scope: "own", held: verdict.held, n: verdict.n, lack: verdict.lack };
}

export type Cell = {
  readonly dimension: Dimension;
  readonly level: Level;
  readonly score: number;
  /** How many criteria were counted of these agents, how many of those are met, and how many have too few rows. */
  readonly own: number;
  readonly met: number;
  readonly tooFew: number;
};

/** Where some agents stand: on the organisation's scale, with its own criteria for whatever cannot be told apart. */
export function cellsOf(scoped: readonly Scoped[], weights: DimensionWeights): { level: Level; score: number; cells: readonly Cell[] } {
  const { level, score, dimensions } = scoreAll(scoped, weights);
  const cells = DIMENSION_IDS.map((dimension): Cell => {
    const own = scoped.filter((one) => one.dimension === dimension && one.scope === "own");
    const stands = dimensions.find((one) => one.dimension === dimension);
    return {
      dimension,
      level: stands?.level ?? 1,
      score: stands?.score ?? 1,
      own: own.length,
      met: own.filter(({ state }) => state === "met").length,
      tooFew: own.filter(({ state }) => state === "insufficient_data").length,
    };
  });
  return { level, score, cells };
}
