import { type Daily, MODELS, type Model, type ModelName, median, naive, quantile, WEEK } from "./forecast-models";

/** From fewer days nothing is said of the days to come. */
export const LEAST_DAYS = WEEK;
/** From fewer a forecast is no more than a first guess, and says so. */
export const FIRM_DAYS = 2 * WEEK;
const FEWEST_ORIGINS = 4;
const ORIGINS = 24;
/** No multiple of a week, so that each weekday is forecast from. */
const STEP = 2;

/** How well a model would have done before. */
export type Backtest = {
  /** By how much sums over as many days as are forecast now were missed, as a share of what they came to. */
  readonly errorShare: number;
  /** The same of "as on the same weekday last week". */
  readonly naiveErrorShare: number;
  /** From how many past days it was forecast. */
  readonly origins: number;
  /** Over how many days each time; fewer than are forecast now where the past is short. */
  readonly horizonDays: number;
};

export type DayAhead = {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Summed up from the first day ahead. */
  readonly sum: number;
  readonly sumLow: number | null;
  readonly sumHigh: number | null;
};

export type Forecast = {
  readonly model: ModelName;
  readonly days: readonly DayAhead[];
  /** Null while the past is too short to be forecast in hindsight; then there is no band either. */
  readonly backtest: Backtest | null;
  /** Days on record that it goes by. */
  readonly basisDays: number;
  /** From less than two weeks: it may not be shown without saying so. */
  readonly isThin: boolean;
};

type Trial = { readonly told: readonly number[]; readonly came: Daily };

const countKnown = (days: Daily): number => days.filter((value) => value !== null).length;

/** Forecasts the past from days of it, each time by what was known then. */
function tryOut(model: Model, past: Daily, days: number): Trial[] {
  const trials: Trial[] = [];
  const first = Math.max(FIRM_DAYS, past.length - ORIGINS * STEP - WEEK);
  for (let origin = past.length - 1; origin >= first; origin -= origin > past.length - 2 * STEP ? 1 : STEP) {
    const known = past.slice(0, origin);
    if (countKnown(known) < LEAST_DAYS) continue;
    const came = past.slice(origin, origin + days);
    const told = model.predict(known, came.length);
    if (told !== null) trials.push({ told, came });
  }
  return trials;
}

/** Sums over days that are known on both sides: a gap is left out of what was told, too. */
function sumsOver({ told, came }: Trial, days: number): { readonly told: number; readonly came: number } {
  let [a, b] = [0, 0];
  for (let at = 0; at < days; at++) {
    const value = came[at];
    if (value === null || value === undefined) continue;
    a += told[at] ?? 0;
    b += value;
  }
  return { told: a, came: b };
}

function errorShare(trials: readonly Trial[], days: number): number {
  let [missed, all] = [0, 0];
  for (const trial of trials) {
    if (trial.came.length < days) continue;
    const sums = sumsOver(trial, days);
    missed += Math.abs(sums.came - sums.told);
    all += sums.came;
  }
  return all === 0 ? 0 : missed / all;
}

/** What is missed in the middle of all trials, as a share: one day out of the ordinary does not choose the model. */
function middleShare(trials: readonly Trial[], days: number): number {
  const shares = trials.flatMap((trial) => {
    if (trial.came.length < days) return [];
    const { told, came } = sumsOver(trial, days);
    return came > 0 ? [Math.abs(came - told) / came] : [];
  });
  return shares.length === 0 ? 0 : median(shares);
}

/** Days and sums of days weigh alike: a model that is right by luck over a month is not taken for a good one. */
const scoreOf = (trials: readonly Trial[], horizon: number): number =>
  middleShare(trials, horizon) + middleShare(trials, Math.min(WEEK, horizon)) + middleShare(trials, 1);

/** By how much another model must be better than the one that holds: less may be chance. */
const BETTER = 0.95;

type Choice = { readonly model: Model; readonly trials: Trial[]; readonly horizon: number };

/** The model that would have missed least. */
function chooseModel(past: Daily, days: number): Choice | null {
  const horizon = Math.max(1, Math.min(days, past.length - FIRM_DAYS - FEWEST_ORIGINS + 1));
  const tried = MODELS.flatMap((model): Choice[] =>
    model.predict(past, 1) === null ? [] : [{ model, trials: tryOut(model, past, days), horizon }],
  );
  let [best] = tried;
  if (best === undefined) return null;
  let least = scoreOf(best.trials, horizon) * BETTER;
  for (const choice of tried) {
    const score = scoreOf(choice.trials, horizon);
    if (choice.trials.length === best.trials.length && score < least) [best, least] = [choice, score];
  }
  return best;
}

type Ratio = { readonly low: number; readonly high: number };

const single = (at: number) => (trial: Trial) => ({ told: trial.told[at] ?? 0, came: trial.came[at] ?? 0 });

function sharesOf(trials: readonly Trial[], of: (trial: Trial) => { readonly told: number; readonly came: number }): number[] {
  return trials.flatMap((trial) => {
    const { told, came } = of(trial);
    return told > 0 ? [came / told] : [];
  });
}

/** By what share sums over some days were missed: from the tenth to the ninetieth of a hundred, the forecast itself between them. */
function spreadOf(shares: readonly number[]): Ratio | null {
  if (shares.length < FEWEST_ORIGINS) return null;
  return { low: Math.max(0, Math.min(1, quantile(shares, 0.1))), high: Math.max(1, quantile(shares, 0.9)) };
}

/** How many deviations p10 and p90 lie from the middle. */
const TO_P90 = 1.2816;
/** Days of which a level is the middle: by how much it may be off itself. */
const LEVEL_DAYS = 4 * WEEK;

/**
 * Bands by how far past forecasts missed. Sums over many days were forecast from few days that do not overlap, so that
 * luck looks like skill: they are at least as wide as single days make them.
 */
function bandsOf(trials: readonly Trial[], value: readonly number[]): DayAhead[] {
  let [sum, sumLow, sumHigh, squares] = [0, 0, 0, 0];
  let [day, total]: [Ratio | null, Ratio | null] = [null, null];
  const next = spreadOf(sharesOf(trials, single(0)));
  const deviation = next === null ? 0 : (next.high - next.low) / 2 / TO_P90;
  return value.map((one, at) => {
    const reach = trials.filter(({ came }) => came.length > at && came[at] !== null);
    // Beyond what the past can tell, days are as wide as the last that it told of, and sums by the same share.
    day = spreadOf(sharesOf(reach, single(at))) ?? day;
    total = spreadOf(sharesOf(reach, (trial) => sumsOver(trial, at + 1))) ?? total;
    sum += one;
    squares += one * one;
    if (day === null || total === null) return { value: one, low: null, high: null, sum, sumLow: null, sumHigh: null };
    const least = TO_P90 * deviation * Math.sqrt(squares * (1 + (at + 1) / LEVEL_DAYS));
    // What has been spent is not given back: neither edge of a sum may ever fall.
    sumLow = Math.min(sum, Math.max(sumLow, Math.min(sum * total.low, sum - least)));
    sumHigh = Math.max(sumHigh, sum * total.high, sum + least);
    return { value: one, low: one * day.low, high: one * day.high, sum, sumLow, sumHigh };
  });
}

/** What is before the first day on record is no gap: it is not part of the series. */
const begun = (past: Daily): Daily =>
  past.slice(
    Math.max(
      0,
      past.findIndex((value) => value !== null),
    ),
  );

/**
 * The days after a series, by whichever model would have missed least before; p10 to p90 by how far it would have missed.
 * Null from less than a week.
 */
export function forecast(all: Daily, days: number): Forecast | null {
  const past = begun(all);
  const basisDays = countKnown(past);
  if (basisDays < LEAST_DAYS || days < 1) return null;
  const choice = chooseModel(past, days);
  const told = choice?.model.predict(past, days);
  if (choice === null || !told) return null;
  const { model, trials, horizon } = choice;
  const whole = trials.filter(({ came }) => came.length >= horizon);
  const isTried = whole.length >= FEWEST_ORIGINS;
  return {
    model: model.name,
    days: bandsOf(isTried ? trials : [], told),
    backtest: isTried
      ? {
          errorShare: errorShare(trials, horizon),
          naiveErrorShare: errorShare(tryOut(naive, past, days), horizon),
          origins: whole.length,
          horizonDays: horizon,
        }
      : null,
    basisDays,
    isThin: basisDays < FIRM_DAYS,
  };
}

/** Which of the days ahead takes what is left, counted from nought; null where none of them does. */
export function passesAt(days: readonly { readonly sum: number }[], left: number): number | null {
  const at = days.findIndex(({ sum }) => sum > left);
  return at === -1 ? null : at;
}

/** The same where the first day ahead is today, of which some is spent already: only the rest of it is still to come. */
export function afterSpent(days: readonly DayAhead[], spent: number): readonly DayAhead[] {
  const taken = Math.min(spent, days[0]?.value ?? 0);
  const less = (value: number | null): number | null => (value === null ? null : Math.max(0, value - taken));
  return days.map((day, at) => ({
    ...day,
    ...(at === 0 ? { value: day.value - taken, low: less(day.low), high: less(day.high) } : {}),
    sum: Math.max(0, day.sum - taken),
    sumLow: less(day.sumLow),
    sumHigh: less(day.sumHigh),
  }));
}

const usual = MODELS[0] ?? naive;

/**
 * Parts of what is forecast, by what is usual for each: they add up to the whole on every day. A part with nothing to go
 * by gets nothing; where no part has, each gets the same.
 */
export function forecastParts(parts: readonly Daily[], whole: readonly DayAhead[]): readonly (readonly number[])[] {
  const told = parts.map((past) => usual.predict(begun(past), whole.length) ?? whole.map(() => 0));
  return told.map((own) =>
    own.map((value, at) => {
      const all = told.reduce((sum, other) => sum + (other[at] ?? 0), 0);
      return (whole[at]?.value ?? 0) * (all > 0 ? value / all : 1 / parts.length);
    }),
  );
}
