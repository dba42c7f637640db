/** What each day cost, oldest first. Null is a day of which nothing is on record: a gap, not a day without cost. */
export type Daily = readonly (number | null)[];

/** Says what the days after a series cost, one figure a day; null where it has too little to go by. */
export type Model = { readonly name: ModelName; readonly predict: (past: Daily, days: number) => readonly number[] | null };
export const MODEL_NAMES = ["naive", "weekday", "weekday_trend", "holt_winters"] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

export const WEEK = 7;

/** The middle one; of an even number the mean of the two. Not a number of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which a share of them lie, between two of them in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

const isKnown = (value: number | null | undefined): value is number => value !== null && value !== undefined;
const atLeastZero = (value: number): number => Math.max(value, 0);
const daysAhead = (days: number, value: (ahead: number) => number): number[] => Array.from({ length: days }, (_, i) => value(i + 1));

/** As on the same weekday last time. What every other model is held against. */
export const naive: Model = {
  name: "naive",
  predict: (past, days) => {
    const known = past.filter(isKnown);
    if (known.length === 0) return null;
    const all = median(known);
    const lastOf = (weekday: number): number => {
      for (let at = past.length - 1; at >= 0; at--) {
        const value = past[at];
        if (at % WEEK === weekday && isKnown(value)) return value;
      }
      return all;
    };
    return daysAhead(days, (ahead) => lastOf((past.length + ahead - 1) % WEEK));
  },
};

/** How much a day costs more than the one before: the median over pairs of the same weekday (Theil and Sen, by season as Hirsch). */
function slopeOf(past: Daily, from: number): number {
  const slopes: number[] = [];
  for (let later = past.length - 1; later >= from; later--) {
    for (let earlier = later - WEEK; earlier >= from; earlier -= WEEK) {
      const [a, b] = [past[earlier], past[later]];
      if (isKnown(a) && isKnown(b)) slopes.push((b - a) / (later - earlier));
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/** A trend seldom goes on as it was: each further day it counts a little less. */
const DAMPING = 0.97;
const damped = (ahead: number): number => (DAMPING * (1 - DAMPING ** ahead)) / (1 - DAMPING);

/** The median of each weekday in the last weeks, with a robust trend or without: one day out of the ordinary moves neither. */
export const weekday = (weeks: number, hasTrend: boolean): Model => ({
  name: hasTrend ? "weekday_trend" : "weekday",
  predict: (past, days) => {
    const from = Math.max(0, past.length - weeks * WEEK);
    const slope = hasTrend ? slopeOf(past, from) : 0;
    const last = past.length - 1;
    const levels = Array.from({ length: WEEK }, (_, of): number | null => {
      const own = past.flatMap((value, at) => (at >= from && at % WEEK === of && isKnown(value) ? [value + slope * (last - at)] : []));
      return own.length === 0 ? null : median(own);
    });
    const known = levels.filter(isKnown);
    if (known.length === 0) return null;
    const all = median(known);
    return daysAhead(days, (ahead) => atLeastZero((levels[(last + ahead) % WEEK] ?? all) + (hasTrend ? slope * damped(ahead) : 0)));
  },
});

type Smoothing = { readonly level: number; readonly trend: number; readonly season: number };
const WIDEST = 3;
const TO_DEVIATION = 1.4826;

type State = { readonly level: number; readonly trend: number; readonly seasons: number[]; readonly missed: number[] };

function startOf(past: Daily): State | null {
  const start = past.slice(0, 2 * WEEK);
  const known = start.filter(isKnown);
  if (past.length < 2 * WEEK || known.length < WEEK) return null;
  const level = median(known);
  const seasons = Array.from({ length: WEEK }, (_, of) => {
    const own = start.filter((_value, at) => at % WEEK === of).filter(isKnown);
    return own.length === 0 ? 0 : median(own) - level;
  });
  return { level, trend: 0, seasons, missed: [] };
}

/** A day far out of the ordinary counts as one at its edge. */
function counted(error: number, missed: readonly number[]): number {
  const edge = missed.length < WEEK ? Number.POSITIVE_INFINITY : WIDEST * TO_DEVIATION * median(missed.slice(-4 * WEEK));
  return edge > 0 ? Math.max(-edge, Math.min(edge, error)) : error;
}

/** The state after one more day: a gap is passed over. */
function step(state: State, value: number | null, weekdayIs: number, { level: alpha, trend: beta, season: gamma }: Smoothing): State {
  const expected = state.level + DAMPING * state.trend;
  if (value === null) return { ...state, level: expected };
  const season = state.seasons[weekdayIs] ?? 0;
  const error = value - expected - season;
  const own = counted(error, state.missed);
  const level = expected + alpha * own;
  state.missed.push(Math.abs(error));
  state.seasons[weekdayIs] = season + gamma * (1 - alpha) * own;
  return { ...state, level, trend: beta * (level - state.level) + (1 - beta) * DAMPING * state.trend };
}

/** Additive Holt-Winters with a damped trend. */
export const holtWinters = (smoothing: Smoothing): Model => ({
  name: "holt_winters",
  predict: (past, days) => {
    const start = startOf(past);
    if (start === null) return null;
    const { level, trend, seasons } = past.reduce<State>((state, value, at) => step(state, value, at % WEEK, smoothing), start);
    return daysAhead(days, (ahead) => atLeastZero(level + damped(ahead) * trend + (seasons[(past.length + ahead - 1) % WEEK] ?? 0)));
  },
});

/** What is tried: the first holds unless another one is better. Less than three of a weekday have no middle that one day cannot move. */
export const MODELS: readonly Model[] = [
  weekday(4, false),
  weekday(3, false),
  weekday(8, false),
  weekday(4, true),
  weekday(8, true),
  holtWinters({ level: 0.15, trend: 0.02, season: 0.1 }),
  holtWinters({ level: 0.35, trend: 0.05, season: 0.15 }),
  naive,
];
