import { listWords } from "@/server/kernel/list-words";
import { formatBound, formatCondition, formatRows, formatValue } from "./figure-words";
import { CORE_DIMENSIONS, type Dimension, type Level } from "./rubric";
import type { State } from "./state";
import type { Held } from "./verdict";

/** What is read of a criterion to say where it stands. */
export type Judged = {
  readonly isAttested: boolean;
  readonly state: State;
  readonly held: readonly Held[];
  readonly threshold: string;
  readonly missing: string | null;
  readonly lack: number | null;
};

/** The way to the next level; `to` is null at the top. */
type Way = { readonly to: Level | null; readonly steps: readonly { readonly dimension: Dimension }[] };
type Placed = { readonly id: Dimension; readonly name: string; readonly level: Level };

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
export const inWords = (count: number): string => SMALL[count] ?? String(count);
export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const several = (count: number, one: string, many: string): string => `${inWords(count)} ${count === 1 ? one : many}`;

/** The sentence that the page opens with: what stands between the organisation and the next level. */
export function prepareState({ path }: { readonly path: Way }, organisation: string): string {
  if (path.to === null) return `${organisation} stands at the highest level. It holds for as long as its criteria do.`;
  const dimensions = new Set(path.steps.map(({ dimension }) => dimension)).size;
  const criteria = several(path.steps.length, "criterion", "criteria");
  const stands = path.steps.length === 1 ? "stands" : "stand";
  return `${upper(criteria)} in ${several(dimensions, "dimension", "dimensions")} ${stands} between ${organisation} and Level ${path.to}.`;
}

/** Why the overall level is what it is. */
export function prepareWhy({ level, rows, path }: { readonly level: Level; readonly rows: readonly Placed[]; readonly path: Way }): string {
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
export function prepareMove(row: Pick<Judged, "held" | "state">): string | null {
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
export function prepareMeasured(row: Judged): Measured {
  if (row.isAttested) return { figure: row.state === "insufficient_data" ? "not attested" : "attested", of: null };
  const held = decisive(row.held);
  const value = held === null ? null : formatValue(held);
  if (row.missing !== null || held === null || value === null) return { figure: "no data", of: null };
  if (row.state !== "insufficient_data") return { figure: value, of: formatRows(held) };
  return { figure: "no verdict", of: row.lack === null ? formatRows(held) : `${inWords(row.lack)} more needed` };
}

/** What a criterion asks for, all of its conditions. */
export const prepareThreshold = (row: Pick<Judged, "held" | "threshold">): string =>
  row.held.length === 0 ? row.threshold : row.held.map(formatCondition).join(" and ");

/** The states that are counted above the dimensions, in the order in which they are read. */
export const prepareStates = (states: Readonly<Record<State, number>>): string =>
  (["met", "not_met", "insufficient_data", "expired", "waived", "not_applicable"] as const)
    .filter((state) => states[state] > 0 || state === "met")
    .map((state) => `${states[state]} ${STATE_WORDS[state].toLowerCase()}`)
    .join(" · ");

/** Why a gap stands where it stands. */
export function prepareReason({ criterion }: { readonly criterion: Judged }): string {
  const { figure, of } = prepareMeasured(criterion);
  if (criterion.missing !== null) return criterion.missing.replace(/\.$/, "");
  if (criterion.isAttested) return criterion.state === "expired" ? "what was attested has expired" : figure;
  return of === null ? `${figure}; ${prepareThreshold(criterion)} needed` : `${figure}, ${of}; ${prepareThreshold(criterion)} needed`;
}

/** A verdict in words: of a criterion, or the level of a dimension. */
export const verdictWords = (verdict: number | null, isCriterion: boolean): string => {
  if (verdict === null) return "hidden until both are in";
  if (!isCriterion) return `Level ${verdict}`;
  return verdict > 0 ? "met" : "not met";
};
