import type { OutlookPoint } from "@/components/charts/outlook-lines";
import type { BurnDown } from "@/server/budgets/schema";
import type { DayToCome } from "@/server/spend/forecast-schema";

export type BurnRow = {
  readonly name: string;
  readonly left: number;
  readonly isAhead: boolean;
  readonly low: number | null;
  readonly high: number | null;
};

const HOUR_MS = 3_600_000;

/** How a slice is called: by its hour in short windows, by its day in others. */
function namer({ slices, from, to }: NonNullable<BurnDown>, timeZone: string): (at: number) => string {
  const [first, second] = slices;
  const length =
    first !== undefined && second !== undefined ? Date.parse(second.at) - Date.parse(first.at) : Date.parse(to) - Date.parse(from);
  const format: Intl.DateTimeFormatOptions =
    length <= 2 * HOUR_MS
      ? { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit" }
      : { timeZone, weekday: "short", day: "numeric", month: "short" };
  const words = new Intl.DateTimeFormat("en-GB", format);
  return (at) => words.format(at);
}

/** What is left at the end of each slice, and of each day to come; beside it an even pace to nothing. */
export function prepareBurnDown(burn: NonNullable<BurnDown>, ahead: readonly DayToCome[], timeZone: string) {
  const nameOf = namer(burn, timeZone);
  const [from, to, limit] = [Date.parse(burn.from), Date.parse(burn.to), Number(burn.limit)];
  const even = (at: number): number => limit * (1 - Math.min(1, Math.max(0, (at - from) / Math.max(1, to - from))));
  let left = limit;
  const rows: BurnRow[] = [];
  const points: OutlookPoint[] = [];
  for (const [i, { at, spent }] of burn.slices.entries()) {
    left -= Number(spent);
    const name = nameOf(Date.parse(at));
    const isNow = i === burn.slices.length - 1 && ahead.length > 0;
    rows.push({ name, left, isAhead: false, low: null, high: null });
    points.push({
      label: name,
      name,
      actual: left,
      against: even(Date.parse(burn.slices[i + 1]?.at ?? burn.asOf)),
      ...(isNow ? { ahead: left, band: [left, left] as const } : {}),
    });
  }
  const now = left;
  // The first day ahead is the rest of the running slice, which stands as it is now; the days after it follow.
  for (const day of ahead.slice(1)) {
    const end = Date.parse(day.day) + 24 * HOUR_MS;
    const name = nameOf(Date.parse(`${day.day}T12:00:00Z`));
    const after = (sum: string | null): number | null => (sum === null ? null : now - Number(sum));
    const [low, high] = [after(day.sumHighMicroUsd), after(day.sumLowMicroUsd)];
    left = now - Number(day.sumMicroUsd);
    rows.push({ name, left, isAhead: true, low, high });
    points.push({
      label: name,
      name,
      ahead: left,
      against: even(end),
      ...(low !== null && high !== null ? { band: [low, high] as const } : {}),
    });
  }
  return { points, rows };
}
