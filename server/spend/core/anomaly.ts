import { median, quantile } from "./forecast-models";

/** What was counted in an hour, of one agent, team or model. */
export type HourSum = { readonly microUsd: number; readonly calls: number; readonly tokens: number };
export const NO_HOUR: HourSum = { microUsd: 0, calls: 0, tokens: 0 };

/** By the hour, counted from the epoch; hours without calls are absent. */
export type Hourly = ReadonlyMap<number, HourSum>;

const WEEKS = 8;
const HOURS_A_WEEK = 168;
const HOURS_A_DAY = 24;
/** Less past than this says nothing of what is usual. */
export const LEAST_WEEKS = 2;
const TO_DEVIATION = 1.4826;
/** How many deviations are out of the ordinary. */
const FAR = 6;
/** What is a small part of a usual day of everyone is no news, however unusual. */
const SHARE_OF_DAY = 0.2;

/** The same hour of past weeks with the ones beside it, oldest last: what is usual then. */
export function sameHours(hours: Hourly, at: number, firstHour: number): HourSum[] {
  const samples: HourSum[] = [];
  for (let week = 1; week <= WEEKS; week++) {
    for (const beside of [-1, 0, 1]) {
      const hour = at - week * HOURS_A_WEEK + beside;
      if (hour >= firstHour) samples.push(hours.get(hour) ?? NO_HOUR);
    }
  }
  return samples;
}

export type Unusual = { readonly usual: HourSum; readonly sum: HourSum };

const meanOf = (samples: readonly HourSum[], of: (sum: HourSum) => number) =>
  samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);

/**
 * Whether an hour is far dearer than the same hours of past weeks: by a robust deviation, which one dear hour among them does
 * not move, and by enough to matter. Where an agent mostly rests, its working hours say what is usual work.
 */
export function isUnusual(hours: Hourly, at: number, firstHour: number, usualDayMicroUsd: number): Unusual | null {
  const sum = hours.get(at);
  // Most hours are done with here.
  if (sum === undefined || sum.microUsd < SHARE_OF_DAY * usualDayMicroUsd || at - firstHour < LEAST_WEEKS * HOURS_A_WEEK) return null;
  const samples = sameHours(hours, at, firstHour);
  const costs = samples.map(({ microUsd }) => microUsd);
  const middle = median(costs);
  const spread = TO_DEVIATION * median(costs.map((cost) => Math.abs(cost - middle)));
  if (sum.microUsd <= Math.max(middle + FAR * spread, 2 * middle) || sum.microUsd - middle < SHARE_OF_DAY * usualDayMicroUsd) return null;
  const working = [...hours].flatMap(([hour, { microUsd }]) => (hour < at && microUsd > 0 ? [microUsd] : []));
  const dear = working.length === 0 ? 0 : quantile(working, 0.95);
  if (sum.microUsd <= 2 * dear) return null;
  return {
    sum,
    usual: { microUsd: middle, calls: meanOf(samples, ({ calls }) => calls), tokens: meanOf(samples, ({ tokens }) => tokens) },
  };
}

/** What everyone together costs on a usual day before an hour. */
export function usualDay(hours: Hourly, before: number): number {
  const days = new Map<number, number>();
  for (const [hour, { microUsd }] of hours) {
    if (hour >= before) continue;
    const day = Math.floor(hour / HOURS_A_DAY);
    days.set(day, (days.get(day) ?? 0) + microUsd);
  }
  return days.size === 0 ? 0 : median([...days.values()]);
}

export const CAUSES = ["more_runs", "more_calls", "bigger_context", "dearer_tokens"] as const;
export type AnomalyCause = (typeof CAUSES)[number];

/** What a call of the same agent is made of on other days, and here. */
export type Parts = {
  readonly now: HourSum & { readonly runs: number };
  /** Of the hours in which it worked before. */
  readonly before: HourSum & { readonly runs: number };
};

export type Factors = Readonly<Record<AnomalyCause, number>>;

/** By what it is dearer: each how many times as much as is usual; together they make up the whole. */
export function factorsOf({ now, before }: Parts, workingHours: { readonly now: number; readonly before: number }): Factors {
  const per = (a: number, b: number) => (b > 0 ? a / b : 0);
  const times = (a: number, b: number) => (a > 0 && b > 0 ? a / b : 1);
  return {
    more_runs: times(per(now.runs, workingHours.now), per(before.runs, workingHours.before)),
    more_calls: times(per(now.calls, now.runs), per(before.calls, before.runs)),
    bigger_context: times(per(now.tokens, now.calls), per(before.tokens, before.calls)),
    dearer_tokens: times(per(now.microUsd, now.tokens), per(before.microUsd, before.tokens)),
  };
}

/** The factor that moves the most. */
export const mainCause = (factors: Factors): AnomalyCause =>
  CAUSES.reduce((most, cause) => (factors[cause] > factors[most] ? cause : most), CAUSES[0]);

const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const times = (factor: number): string => `${number.format(factor >= 10 ? Math.round(factor) : factor)} times`;

const CAUSE_WORDS = {
  more_runs: (factor) => `it made ${times(factor)} as many runs as in an hour in which it works`,
  more_calls: (factor) => `a run called models ${times(factor)} as often as usual`,
  bigger_context: (factor) => `a call had ${times(factor)} the usual tokens`,
  dearer_tokens: (factor) => `a token cost ${times(factor)} as much as usual: another model or another price`,
} as const satisfies Record<AnomalyCause, (factor: number) => string>;

const NOTABLE = 1.3;

/** Why, in words: the largest cause first, then what else is far from usual, then of which model and task class most of it is. */
export function causeInWords(factors: Factors, most: { readonly model: string | null; readonly taskClass: string | null }): string {
  const main = mainCause(factors);
  const others = CAUSES.filter((cause) => cause !== main && factors[cause] >= NOTABLE).toSorted((a, b) => factors[b] - factors[a]);
  const causes = [main, ...others].map((cause) => CAUSE_WORDS[cause](factors[cause])).join("; ");
  const of = [
    ...(most.model === null ? [] : [`of the model ${most.model}`]),
    ...(most.taskClass === null ? [] : [`on the task ${most.taskClass}`]),
  ].join(", ");
  return `${causes.charAt(0).toUpperCase()}${causes.slice(1)}.${of === "" ? "" : ` Most of it is ${of}.`}`;
}
