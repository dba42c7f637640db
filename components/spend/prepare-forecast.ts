import type { OutlookPoint } from "@/components/charts/outlook-lines";
import type { ModelName } from "@/server/spend/core/forecast-models";
import type { Basis, DayToCome, MonthForecast } from "@/server/spend/forecast-schema";
import { formatCents } from "./prepare-spend";

const SHORT = { day: "numeric", month: "short", timeZone: "UTC" } as const;
export const dayLabel = (day: string): string => new Intl.DateTimeFormat("en-GB", SHORT).format(Date.parse(day));
export const dayName = (day: string): string => new Intl.DateTimeFormat("en-GB", { ...SHORT, weekday: "short" }).format(Date.parse(day));
export const monthName = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" }).format(Date.parse(day));

const axis = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3 });
export const MONEY_WORDS = {
  axis: (usd: number): string => axis.format(usd),
  figure: (usd: number): string => formatCents(String(Math.round(usd * 1e6))),
};

const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
/** What is forecast, no more exact than it is: whole dollars, cents only where dollars would say nothing. */
export const roughly = (micro: string): string => (Number(micro) >= 1e8 ? dollars.format(Number(micro) / 1e6) : formatCents(micro));

const usd = (micro: string): number => Number(micro) / 1e6;

const percent = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const MODEL_WORDS = {
  naive: "each day as on the same weekday before",
  weekday: "each day as is usual on its weekday",
  weekday_trend: "each day as is usual on its weekday, with the trend of the last weeks",
  holt_winters: "level, trend and weekday followed day by day (Holt-Winters)",
} as const satisfies Record<ModelName, string>;

/** How good it is, in a sentence: by how much it missed before, or why that cannot be told. */
export function missedWords({ backtest, isThin, days }: Basis): string {
  if (isThin) return `A first guess: only ${days} days are on record, and less than two weeks say little.`;
  if (backtest === null) return `Only ${days} days are on record: too few to check it against.`;
  return `Past forecasts missed by ${percent.format(backtest.errorShare * 100)} %.`;
}

/** What it goes by and how it was checked. */
export function basisWords({ model, days, backtest }: Basis): string {
  const checked =
    backtest === null
      ? ""
      : ` Checked on ${backtest.origins} past days: sums over ${backtest.horizonDays} days were missed by ${percent.format(backtest.errorShare * 100)} % of what they came to; “as a week before” would have missed by ${percent.format(backtest.naiveErrorShare * 100)} %.`;
  return `From ${days} days on record: ${MODEL_WORDS[model]}.${checked}`;
}

type Month = Pick<MonthForecast, "days" | "spentMicroUsd" | "ahead" | "today">;

const aheadByDay = ({ ahead }: Month): ReadonlyMap<string, DayToCome> => new Map(ahead?.days.map((day) => [day.day, day]));

/** Sums up to each day; a day that is not on record, or not there yet, has none. */
function sumsOf(days: readonly (string | null)[]): readonly (number | undefined)[] {
  let sum = 0;
  return days.map((micro) => {
    if (micro === null) return undefined;
    sum += Number(micro);
    return sum / 1e6;
  });
}

/** From where the month stands now to each day to come; the line starts at today, where nothing is open yet. */
function sumToCome(soFar: number, to: DayToCome | undefined, isToday: boolean): Pick<OutlookPoint, "ahead" | "band"> {
  if (to === undefined) return {};
  if (isToday) return { ahead: soFar, ...(to.sumLowMicroUsd === null ? {} : { band: [soFar, soFar] as const }) };
  const { sumMicroUsd, sumLowMicroUsd, sumHighMicroUsd } = to;
  const band =
    sumLowMicroUsd !== null && sumHighMicroUsd !== null
      ? { band: [soFar + usd(sumLowMicroUsd), soFar + usd(sumHighMicroUsd)] as const }
      : {};
  return { ahead: soFar + usd(sumMicroUsd), ...band };
}

/** The month summed up day by day: so far, to come with its band, and the month before. After a gap the sum goes on from what is known. */
export function prepareSums(month: MonthForecast): readonly OutlookPoint[] {
  const ahead = aheadByDay(month);
  const soFar = usd(month.spentSoFarMicroUsd);
  const [actual, against] = [sumsOf(month.spentMicroUsd), sumsOf(month.beforeMicroUsd)];
  return month.days.map((day, i): OutlookPoint => {
    const [own, other] = [actual[i], against[i]];
    return {
      label: dayLabel(day),
      name: dayName(day),
      ...(own === undefined ? {} : { actual: own }),
      ...(other === undefined ? {} : { against: other }),
      ...sumToCome(soFar, ahead.get(day), day === month.today),
    };
  });
}

/** The day on which what is to come takes what is left; null where none does. */
export function passDay(days: readonly DayToCome[], leftMicroUsd: bigint): string | null {
  return days.find(({ sumMicroUsd }) => BigInt(sumMicroUsd) > leftMicroUsd)?.day ?? null;
}
