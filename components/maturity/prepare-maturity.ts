import { listWords } from "@/server/kernel/list-words";
import { inWords, upper } from "@/server/maturity/core/card-words";
import { formatScore } from "@/server/maturity/core/figure-words";
import { type CriteriaLevel, DIMENSIONS, type Dimension } from "@/server/maturity/core/rubric";
import type { CriterionRow, DimensionRow, SnapshotRow, Standing } from "@/server/maturity/schema";

/** One line below a criterion: what is missing, or what is counted. */
export const prepareNote = (row: CriterionRow): string => row.missing ?? upper(row.signal);

/** "20", "14 of 20" where there are too few. */
export function prepareSample({ n, minSample }: Pick<CriterionRow, "n" | "minSample">): string {
  if (n === null) return "";
  return minSample !== null && n < minSample ? `${n} of ${minSample}` : n.toLocaleString("en-GB");
}

/** What a level of a dimension still asks for. */
export function prepareNeed(row: DimensionRow, level: CriteriaLevel, criteria: readonly CriterionRow[]): string {
  const here = criteria.filter((one) => one.dimension === row.id && one.level === level && one.state !== "not_applicable");
  const met = here.filter(({ state }) => state === "met").length;
  const counted = `${met === 0 ? "None" : upper(inWords(met))} of ${inWords(here.length)} met.`;
  if (row.levels.find((one) => one.level === level)?.isReached === true) {
    return row.level >= level
      ? `${counted} Level ${level} is reached.`
      : `${counted} Enough for Level ${level}, once the levels below are reached.`;
  }
  const open = here.filter(({ isCore, state }) => isCore && state !== "met").map(({ id }) => id);
  const cores = open.length === 0 ? "" : `, ${listWords(open, "and")} among them (core)`;
  return `${counted} Level ${level} needs four fifths of the weight${cores}.`;
}

/** The dimension that people most want opened first: of those that hold the overall level the weakest. */
export function prepareFirst({ level, rows }: Pick<Standing, "level" | "rows">): DimensionRow | null {
  const holding = rows.filter((row) => row.isCore && row.level === level);
  return holding.toSorted((a, b) => a.score - b.score)[0] ?? rows[0] ?? null;
}

/** The level that is worked on: the one above where the dimension stands. */
export const nextLevel = ({ level }: Pick<DimensionRow, "level">): CriteriaLevel => (level === 5 ? 5 : ((level + 1) as CriteriaLevel));

/** How far a dimension lies below its target. */
export function prepareGap({ level, target }: Pick<DimensionRow, "level" | "target">): string {
  if (target === null) return "no target";
  const gap = target.level - level;
  if (gap <= 0) return "at target";
  return gap === 1 ? "1 level" : `${gap} levels`;
}

export type Trend = {
  readonly scores: readonly number[];
  /** Since the first of them; null where there is just one. */
  readonly change: number | null;
  /** Within the last seven days. */
  readonly lately: number | null;
};

const WEEK_MS = 7 * 86_400_000;

/** How the score of a dimension, or the overall one, went. */
export function prepareTrend(snapshots: readonly SnapshotRow[], subject: Dimension | "ALL"): Trend {
  const scoreOf = (one: SnapshotRow): number =>
    subject === "ALL" ? one.score : (one.dimensions.find(({ id }) => id === subject)?.score ?? one.score);
  const last = snapshots.at(-1);
  const first = snapshots[0];
  if (last === undefined || first === undefined || first === last) return { scores: snapshots.map(scoreOf), change: null, lately: null };
  const weekAgo = snapshots.findLast(({ at }) => Date.parse(at) <= Date.parse(last.at) - WEEK_MS);
  return {
    scores: snapshots.map(scoreOf),
    change: scoreOf(last) - scoreOf(first),
    lately: weekAgo === undefined ? null : scoreOf(last) - scoreOf(weekAgo),
  };
}

/** The figures of the radar: score and target of each dimension, with the words of its corner. */
export const prepareRadar = (rows: readonly Pick<DimensionRow, "id" | "score" | "target">[]) =>
  rows.map((row) => ({
    name: DIMENSIONS[row.id],
    score: row.score,
    target: row.target?.level ?? null,
    words: row.target === null ? formatScore(row.score) : `${formatScore(row.score)} of ${row.target.level}`,
  }));
