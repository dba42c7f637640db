import { listWords } from "@/server/kernel/list-words";
import { CORE_DIMENSIONS, type CriteriaLevel, DIMENSIONS, type Dimension } from "@/server/maturity/core/rubric";
import type { State } from "@/server/maturity/core/state";
import type { Held } from "@/server/maturity/core/verdict";
import type { CriterionRow, DimensionRow, GapRow, SnapshotRow, Standing } from "@/server/maturity/schema";
import { formatBound, formatCondition, formatRows, formatScore, formatValue } from "./format-figure";

export const STATE_WORDS: Readonly<Record<State, string>> = {
  met: "Met",
  not_met: "Not met",
  insufficient_data: "Too little data",
  expired: "Expired",
  waived: "Waived",
  not_applicable: "Not applicable",
};

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] as const;
/** Small numbers as words. */
const inWords = (count: number): string => SMALL[count] ?? String(count);
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const several = (count: number, one: string, many: string): string => `${inWords(count)} ${count === 1 ? one : many}`;

/** The sentence that the page opens with: what stands between the organisation and the next level. */
export function prepareState({ path }: Pick<Standing, "path">, organisation: string): string {
  if (path.to === null) return `${organisation} stands at the highest level. It holds for as long as its criteria do.`;
  const dimensions = new Set(path.steps.map(({ dimension }) => dimension)).size;
  const criteria = several(path.steps.length, "criterion", "criteria");
  const stands = path.steps.length === 1 ? "stands" : "stand";
  return `${upper(criteria)} in ${several(dimensions, "dimension", "dimensions")} ${stands} between ${organisation} and Level ${path.to}.`;
}

/** Why the overall level is what it is. */
export function prepareWhy({ level, rows, path }: Pick<Standing, "level" | "rows" | "path">): string {
  const cores = rows.filter(({ id }) => CORE_DIMENSIONS.includes(id));
  const holding = cores.filter((row) => row.level === level).map(({ name }) => name);
  const lowest = `The overall level is the lowest of ${listWords(
    cores.map((row) => `${row.name} (${row.level})`),
    "and",
  )}.`;
  if (path.to === null) return `${lowest} Every one of them is at the top.`;
  const who =
    holding.length === cores.length ? "All three hold" : `${listWords(holding, "and")} ${holding.length === 1 ? "holds" : "hold"}`;
  return `${lowest} ${who} it at ${level}. ${upper(several(path.steps.length, "step lifts it", "steps lift it"))} with the least effort:`;
}

/** The condition that decides: the first that fails, then the first that nobody can tell, then the first. */
export const decisive = (held: readonly Held[]): Held | null =>
  held.find(({ isHeld }) => isHeld === false) ?? held.find(({ isHeld }) => isHeld === null) ?? held[0] ?? null;

/** Where a criterion is and where it must be: "0.75 → 1.00"; of what nobody measured only where it must be. */
export function prepareMove(row: Pick<CriterionRow, "held" | "state">): string | null {
  const held = decisive(row.held);
  if (held === null) return null;
  const value = formatValue(held);
  if (row.state === "insufficient_data" || value === null) return `to ${formatCondition(held)}`;
  return held.op === "=" || held.op === ">=" ? `${value} → ${formatBound(held)}` : `${value} → ${formatCondition(held)}`;
}

export type Measured = {
  /** The figure, or that there is none. */
  readonly figure: string;
  /** What it was counted from. */
  readonly of: string | null;
};

/** What was measured of a criterion, by the condition that decides. */
export function prepareMeasured(row: CriterionRow): Measured {
  if (row.isAttested) return { figure: row.state === "insufficient_data" ? "not attested" : "attested", of: null };
  const held = decisive(row.held);
  const value = held === null ? null : formatValue(held);
  if (row.missing !== null || held === null || value === null) return { figure: "no data", of: null };
  if (row.state !== "insufficient_data") return { figure: value, of: formatRows(held) };
  return { figure: "no verdict", of: row.lack === null ? formatRows(held) : `${inWords(row.lack)} more needed` };
}

/** One line below a criterion: what is missing, or what is counted. */
export const prepareNote = (row: CriterionRow): string => row.missing ?? upper(row.signal);

/** What a criterion asks for, all of its conditions. */
export const prepareThreshold = (row: Pick<CriterionRow, "held" | "threshold">): string =>
  row.held.length === 0 ? row.threshold : row.held.map(formatCondition).join(" and ");

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

/** The states that are counted above the dimensions, in the order in which they are read. */
export const prepareStates = (states: Standing["states"]): string =>
  (["met", "not_met", "insufficient_data", "expired", "waived", "not_applicable"] as const)
    .filter((state) => states[state] > 0 || state === "met")
    .map((state) => `${states[state]} ${STATE_WORDS[state].toLowerCase()}`)
    .join(" · ");

/** Why a gap stands where it stands. */
export function prepareReason({ criterion }: Pick<GapRow, "criterion">): string {
  const { figure, of } = prepareMeasured(criterion);
  if (criterion.missing !== null) return criterion.missing.replace(/\.$/, "");
  if (criterion.isAttested) return criterion.state === "expired" ? "what was attested has expired" : figure;
  return of === null ? `${figure}; ${prepareThreshold(criterion)} needed` : `${figure}, ${of}; ${prepareThreshold(criterion)} needed`;
}

/** The figures of the radar: score and target of each dimension, with the words of its corner. */
export const prepareRadar = (rows: readonly DimensionRow[]) =>
  rows.map((row) => ({
    name: DIMENSIONS[row.id],
    score: row.score,
    target: row.target?.level ?? null,
    words: row.target === null ? formatScore(row.score) : `${formatScore(row.score)} of ${row.target.level}`,
  }));

/** A verdict in words: of a criterion, or the level of a dimension. */
export const verdictWords = (verdict: number | null, isCriterion: boolean): string => {
  if (verdict === null) return "hidden until both are in";
  if (!isCriterion) return `Level ${verdict}`;
  return verdict > 0 ? "met" : "not met";
};
