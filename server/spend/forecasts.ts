import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { daysOf, rangeOf } from "./core/days";
import type { DimensionName, Labels } from "./core/explore";
import { afterSpent, type DayAhead, type Forecast, forecast, forecastParts } from "./core/forecast";
import type { Daily } from "./core/forecast-models";
import { listDimensions } from "./explore-store";
import {
  type DayToCome,
  type ForecastInput,
  MOST_DAYS_AHEAD,
  type MonthForecast,
  type Outlook,
  type Outlooks,
  type OutlooksInput,
} from "./forecast-schema";
import { type DayRow, sumDays } from "./forecast-store";

const DAY_MS = 86_400_000;
/** What is older says little of what comes. */
const PAST_DAYS = 98;

const localDay = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
const after = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const between = (from: string, until: string): string[] =>
  from > until ? [] : daysOf({ from, until: after(until, 1), beforeFrom: from, beforeUntil: from });
const micro = (value: number): string => Math.round(value).toString();
const microOrNull = (value: number | null): string | null => (value === null ? null : micro(value));

/** Costs by day. A day on which nobody called is a gap of everyone: nothing was on record, and that is not a day without cost. */
type Past = {
  readonly days: readonly string[];
  readonly isKnown: ReadonlySet<string>;
  readonly rows: readonly DayRow[];
  readonly today: string;
};

async function readPast(now: Date, timeZone: string): Promise<Past> {
  const today = localDay(now, timeZone);
  const from = after(today, -PAST_DAYS);
  const rows = await sumDays(from, timeZone);
  return { days: between(from, after(today, -1)), isKnown: new Set(rows.map(({ day }) => day)), rows, today };
}

/** The sums of some rows on each of some days. */
function daily(rows: readonly DayRow[], { isKnown }: Past, days: readonly string[]): Daily {
  const sums = new Map<string, number>();
  for (const { day, microUsd } of rows) sums.set(day, (sums.get(day) ?? 0) + microUsd);
  const [first = "9999"] = rows.map(({ day }) => day).toSorted();
  // Before its first call an agent cost nothing, which says nothing of what it costs now.
  return days.map((day) => (day < first || !isKnown.has(day) ? null : (sums.get(day) ?? 0)));
}

const toCome = (from: string, days: readonly DayAhead[]): DayToCome[] =>
  days.map((day, i) => ({
    day: after(from, i),
    microUsd: micro(day.value),
    lowMicroUsd: microOrNull(day.low),
    highMicroUsd: microOrNull(day.high),
    sumMicroUsd: micro(day.sum),
    sumLowMicroUsd: microOrNull(day.sumLow),
    sumHighMicroUsd: microOrNull(day.sumHigh),
  }));

const basisOf = ({ model, basisDays, isThin, backtest }: Forecast) => ({ model, days: basisDays, isThin, backtest });

/** What is to come from today to a day, and what today has cost so far. */
function look(rows: readonly DayRow[], past: Past, until: string) {
  const spentToday = daily(rows, past, [past.today])[0] ?? 0;
  const told = forecast(daily(rows, past, past.days), between(past.today, until).length);
  return { told, ahead: told === null ? [] : afterSpent(told.days, spentToday) };
}

/** What is to come of each of some scopes, up to a day: for what has an end, such as a budget's window. */
export async function readOutlooks(actor: PersonActor, { of }: OutlooksInput): Promise<Result<Outlooks>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const now = clock.now();
  const { timeZone } = await organisation();
  const [past, dimensions] = await Promise.all([readPast(now, timeZone), listDimensions({})]);
  const latest = after(past.today, MOST_DAYS_AHEAD);
  const outlooks = of.map(({ id, dimension, key, until }): { id: string; outlook: Outlook } => {
    const rows = dimension === null ? past.rows : past.rows.filter(({ dimensionId }) => dimensions.get(dimensionId)?.[dimension] === key);
    const { told, ahead } = look(rows, past, [until, latest].toSorted()[0] ?? until);
    return { id, outlook: told === null ? null : { id, days: toCome(past.today, ahead), basis: basisOf(told) } };
  });
  return ok({ asOf: now.toISOString(), timeZone, outlooks });
}

type Parts = {
  readonly rows: readonly DayRow[];
  readonly labels: ReadonlyMap<number, Labels>;
  readonly by: DimensionName;
  /** The days of the month up to today. */
  readonly soFar: readonly string[];
};

/** The parts of what is to come by a dimension, the dearest by the month's end first, and what is unattributed last. */
function groupsOf({ rows, labels, by, soFar }: Parts, past: Past, ahead: readonly DayAhead[]) {
  const parts = [...Map.groupBy(rows, ({ dimensionId }) => labels.get(dimensionId)?.[by] ?? null)];
  const perDay = forecastParts(
    parts.map(([, own]) => daily(own, past, past.days)),
    ahead,
  );
  return parts
    .map(([key, own], i) => {
      const days = perDay[i] ?? [];
      const spent = daily(own, past, soFar).map((value) => value ?? 0);
      const end = [...spent, ...days].reduce((sum, value) => sum + value, 0);
      return { key, spentMicroUsd: spent.map(micro), perDayMicroUsd: days.map(micro), end };
    })
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || b.end - a.end)
    .map(({ end, ...group }) => ({ ...group, endMicroUsd: micro(end) }));
}

/** This month: what it cost so far, what it comes to, and how far past forecasts missed. */
export async function forecastMonth(actor: Actor, { by, ...filter }: ForecastInput): Promise<Result<MonthForecast>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const now = clock.now();
  const { timeZone } = await organisation();
  const [past, labels] = await Promise.all([readPast(now, timeZone), listDimensions(filter)]);
  const rows = past.rows.filter(({ dimensionId }) => labels.has(dimensionId));
  const { today } = past;
  const month = rangeOf("month", today);
  const monthUntil = after(rangeOf("month", after(month.from, 32)).from, -1);
  const days = between(month.from, monthUntil);
  const soFar = between(month.from, today);
  const spent = daily(rows, past, soFar);
  const spentSoFar = spent.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const { told, ahead } = look(rows, past, monthUntil);
  const last = ahead.at(-1);
  const plus = (sum: number | null | undefined): string | null => (sum === null || sum === undefined ? null : micro(spentSoFar + sum));
  return ok({
    asOf: now.toISOString(),
    timeZone,
    days,
    today,
    spentMicroUsd: spent.map(microOrNull),
    spentSoFarMicroUsd: micro(spentSoFar),
    beforeMicroUsd: daily(rows, past, between(month.beforeFrom, after(month.from, -1))).map(microOrNull),
    basisDays: daily(rows, past, past.days).filter((value) => value !== null).length,
    ahead:
      told === null || last === undefined
        ? null
        : {
            days: toCome(today, ahead),
            totalMicroUsd: micro(spentSoFar + last.sum),
            lowMicroUsd: plus(last.sumLow),
            highMicroUsd: plus(last.sumHigh),
            basis: basisOf(told),
            groups: groupsOf({ rows, labels, by, soFar }, past, ahead),
          },
  });
}
