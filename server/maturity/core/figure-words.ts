import type { Held } from "./verdict";

const upTo = (digits: number) => new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: digits });
const counts = new Intl.NumberFormat("en-GB");
const plain = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** A level with its share of the next one: "2.70". */
export const formatScore = (score: number): string => score.toFixed(2);

/** A change with its sign, as a true minus: "+0.25", "−1.73", "0.00". */
export function formatChange(change: number): string {
  const figure = Math.abs(change).toFixed(2);
  if (figure === "0.00") return figure;
  return `${change < 0 ? "−" : "+"}${figure}`;
}

type Figure = Pick<Held, "hits" | "of" | "op" | "bound" | "unit">;

/** Shares are parts of one; everything else is counted or measured in its unit. All of something is asked as a share, measured or not. */
const isShare = ({ hits, of, op, bound, unit }: Figure): boolean =>
  (hits !== null && of !== null) || (bound > 0 && bound < 1) || (bound === 1 && op === "=" && unit === null);

/** A share never reads as all or as none of it unless it is: 0.9996 is "0.9996", and 0.99999 "< 1.00". */
function formatShare(value: number): string {
  if (value === 0 || value === 1) return value.toFixed(2);
  const shown = upTo(value > 0.99 || value < 0.01 ? 4 : 3).format(value);
  if (Number(shown) === 1) return "< 1.00";
  return Number(shown) === 0 ? "> 0.00" : shown;
}

/** Words that a unit of the rubric is read with; "d old" and the like stand as they are. */
const withUnit = (figure: string, unit: string | null): string => (unit === null ? figure : `${figure} ${unit}`);

/** What was measured, in the unit of its condition; null where there was nothing. */
export function formatValue(held: Held): string | null {
  const { value, unit } = held;
  if (value === null) return null;
  if (isShare(held)) return formatShare(value);
  return withUnit(Number.isInteger(value) ? counts.format(value) : plain.format(value), unit?.replace(/ old$/, "") ?? null);
}

const SIGNS: Readonly<Record<Held["op"], string>> = { "=": "=", ">=": "≥", "<=": "≤", ">": ">" };

/** The figure that a condition asks for, without its sign. */
export const formatBound = (held: Held): string => (isShare(held) ? held.bound.toFixed(2) : withUnit(counts.format(held.bound), held.unit));

/** What a condition asks for: "≥ 0.99". */
export const formatCondition = (held: Held): string => `${SIGNS[held.op]} ${formatBound(held)}`;

/** "9 of 12": the rows behind a share. */
export const formatRows = ({ hits, of }: Pick<Held, "hits" | "of">): string | null =>
  hits === null || of === null ? null : `${counts.format(hits)} of ${counts.format(of)}`;
