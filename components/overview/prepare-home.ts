import { formatDay } from "@/components/attainment/prepare-attainment";
import type { HomeSpend } from "@/server/overview/home-schema";

export type MonthPicture = {
  /** What it came to by the end of each day so far, in US dollars. */
  readonly sums: readonly number[];
  /** How many days the month has. */
  readonly days: number;
  /** The highest figure of the picture. */
  readonly top: number;
  readonly limit: number | null;
  /** What the month is expected to come to. */
  readonly end: number | null;
  readonly from: string;
  readonly to: string;
};

const usd = (micro: string): number => Number(micro) / 1e6;

/** The month as it is drawn; null before its first day is on record. A day that is not on record adds nothing. */
export function prepareMonth({ days, ahead, budget }: Pick<HomeSpend, "days" | "ahead" | "budget">): MonthPicture | null {
  const first = days[0]?.day;
  if (first === undefined) return null;
  const [year = 0, month = 1] = first.split("-").map(Number);
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let sum = 0;
  const sums = days.map(({ microUsd }) => {
    sum += microUsd === null ? 0 : usd(microUsd);
    return sum;
  });
  const end = ahead === null ? null : usd(ahead.totalMicroUsd);
  const limit = budget === null ? null : usd(budget.limitMicroUsd);
  // A budget far above what is spent would press the line to the ground.
  const isNear = limit !== null && limit <= Math.max(sum, end ?? 0) * 3;
  const top = Math.max(sum, end ?? 0, isNear ? limit : 0);
  if (top === 0) return null;
  const last = `${first.slice(0, 8)}${String(length).padStart(2, "0")}`;
  return { sums, days: length, top, limit: isNear ? limit : null, end, from: formatDay(first), to: formatDay(last) };
}
