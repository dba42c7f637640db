import { type Costed, shortestPath } from "./path";
import type { Level } from "./rubric";
import { type DimensionWeights, type Scorecard, scoreAll } from "./score";

/** The quarter of a day, as "2027-Q1". */
export const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** The last day of a quarter. */
export const lastDayOf = (quarter: string): string =>
  new Date(Date.UTC(Number(quarter.slice(0, 4)), Number(quarter.slice(6)) * 3, 0)).toISOString().slice(0, 10);

/** A quarter as a number, so that quarters can be counted. */
const ordinalOf = (quarter: string): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1;

/** The quarter so many after another. */
export function quarterAfter(quarter: string, by: number): string {
  const ordinal = ordinalOf(quarter) + by;
  return `${Math.floor(ordinal / 4)}-Q${(ordinal % 4) + 1}`;
}

/** Every quarter from the earlier of two to the later one; both are among them. */
export function quartersBetween(from: string, to: string): string[] {
  const length = Math.max(0, ordinalOf(to) - ordinalOf(from) + 1);
  return Array.from({ length }, (_, i) => quarterAfter(from, i));
}

export type WhatIf = {
  readonly now: Scorecard;
  readonly reached: Scorecard;
  /** What would still stand between the organisation and the level above. */
  readonly rest: { readonly to: Level | null; readonly ids: readonly string[] };
};

/** Where the organisation would stand if some criteria were met beside those that are. What does not apply stays left out. */
export function whatIf(all: readonly Costed[], weights: DimensionWeights, ids: ReadonlySet<string>): WhatIf {
  const applying = new Set(all.filter(({ id, state }) => ids.has(id) && state !== "not_applicable").map(({ id }) => id));
  const met: readonly Costed[] = all.map((one) => (applying.has(one.id) ? { ...one, state: "met" } : one));
  const { to, steps } = shortestPath(met);
  return { now: scoreAll(all, weights), reached: scoreAll(met, weights), rest: { to, ids: steps.map(({ id }) => id) } };
}
