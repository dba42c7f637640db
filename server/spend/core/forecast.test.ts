import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forecast, passesAt } from "./forecast";
import { type Daily, median, naive, quantile } from "./forecast-models";

/** The same noise on every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648 - 0.5;
  };
}

const WEEK = [1_000, 1_100, 1_080, 1_120, 1_050, 320, 280] as const;
const weekdayOf = (at: number): number => WEEK[at % 7] ?? 0;

/** A made series: what each day costs, with a tenth of noise. */
function made(days: number, level: (at: number) => number, seed = 7): number[] {
  const next = noise(seed);
  return Array.from({ length: days }, (_, at) => Math.max(0, level(at) * (1 + 0.1 * next())));
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

/** How far the sum of the days to come was missed, as a share of it, by the forecast and by naive. */
function missed(past: Daily, future: readonly number[]) {
  const told = forecast(past, future.length);
  const came = sum(future);
  const share = (value: number) => Math.abs(value - came) / came;
  return { own: share(told?.days.at(-1)?.sum ?? 0), naive: share(sum(naive.predict(past, future.length) ?? [])), told };
}

describe("made series with known answers, against naive", () => {
  test("weekdays alone: a month ahead within 3 % each time, and nearer than naive over eight series", () => {
    const tries = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const all = made(100, weekdayOf, seed * 101);
      return missed(all.slice(0, 70), all.slice(70));
    });
    for (const { own } of tries) expect(own).toBeLessThan(0.03);
    expect(sum(tries.map(({ own }) => own))).toBeLessThan(sum(tries.map((one) => one.naive)));
  });

  test("a trend: 1.5 % a day is followed, where naive stays behind", () => {
    for (const seed of [1, 2, 3]) {
      const all = made(91, (at) => weekdayOf(at) * (1 + 0.015 * at), seed);
      const { own, naive: other, told } = missed(all.slice(0, 77), all.slice(77));
      expect(told?.model === "weekday_trend" || told?.model === "holt_winters").toBe(true);
      expect(own).toBeLessThan(other);
      expect(own).toBeLessThan(0.05);
    }
  });

  test("an outage: three days without calls last week are not taken for the new week", () => {
    const all = made(84, (at) => (at >= 64 && at <= 66 ? 0 : weekdayOf(at)));
    const { own, naive: other } = missed(all.slice(0, 70), all.slice(70));
    expect(own).toBeLessThan(0.04);
    expect(own).toBeLessThan(other / 3);
  });

  test("days that are not on record are gaps: the forecast is that of the days that are", () => {
    const all = made(84, weekdayOf);
    const past = all.slice(0, 70).map((value, at) => (at >= 50 && at <= 60 ? null : value));
    expect(missed(past, all.slice(70)).own).toBeLessThan(0.04);
  });

  test("a launch three weeks ago doubles the level: the new level holds, and a month ahead is within 6 %", () => {
    for (const seed of [1, 2, 3]) {
      const all = made(100, (at) => weekdayOf(at) * (at >= 49 ? 2 : 1), seed);
      const { own, told } = missed(all.slice(0, 70), all.slice(70));
      expect(own).toBeLessThan(0.06);
      expect(told?.days[0]?.value).toBeGreaterThan(1.7 * weekdayOf(70));
    }
  });

  test("one very dear day moves the days to come by less than 3 %", () => {
    const all = made(84, weekdayOf);
    const calm = forecast(all.slice(0, 70), 14)?.days.at(-1)?.sum ?? 0;
    const spiked = forecast(
      all.slice(0, 70).map((value, at) => (at === 66 ? value * 20 : value)),
      14,
    )?.days.at(-1)?.sum;
    expect(Math.abs((spiked ?? 0) - calm) / calm).toBeLessThan(0.03);
  });

  test("p10 to p90 holds most of what comes: the sum of two weeks, on forty series", () => {
    let inside = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const all = made(84, weekdayOf, seed * 31);
      const last = forecast(all.slice(0, 70), 14)?.days.at(-1);
      const came = sum(all.slice(70));
      if (came >= (last?.sumLow ?? 0) && came <= (last?.sumHigh ?? 0)) inside += 1;
    }
    expect(inside).toBeGreaterThanOrEqual(26);
  });
});

describe("too little to go by", () => {
  test("six days say nothing", () => expect(forecast(made(6, weekdayOf), 10)).toBeNull());

  test("ten days are a first guess: thin, without band or error", () => {
    const told = forecast(made(10, weekdayOf), 20);
    expect(told?.isThin).toBe(true);
    expect(told?.backtest).toBeNull();
    expect(told?.days.every(({ low, sumHigh }) => low === null && sumHigh === null)).toBe(true);
  });

  test("what is before the first day on record does not count as days", () => {
    const told = forecast([...Array.from({ length: 60 }, () => null), ...made(10, weekdayOf)], 5);
    expect(told?.basisDays).toBe(10);
    expect(told?.isThin).toBe(true);
  });

  test("an agent that costs nothing is forecast to cost nothing", () => {
    const told = forecast(
      Array.from({ length: 40 }, () => 0),
      10,
    );
    expect(told?.days.at(-1)).toMatchObject({ sum: 0 });
  });
});

const series = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }) }, { weight: 1, arbitrary: fc.constant(null) }),
  {
    minLength: 1,
    maxLength: 90,
  },
);

describe("laws", () => {
  test("the band holds the forecast, nothing is negative, sums never fall", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 35 }), (past, days) => {
        const told = forecast(past, days);
        if (told === null) return;
        expect(told.days).toHaveLength(days);
        let before = { sum: 0, sumLow: 0, sumHigh: 0 };
        for (const { value, low, high, sum: all, sumLow, sumHigh } of told.days) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(all).toBeGreaterThanOrEqual(before.sum);
          if (low === null || high === null || sumLow === null || sumHigh === null) continue;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          expect(sumLow).toBeLessThanOrEqual(all);
          expect(sumHigh).toBeGreaterThanOrEqual(all);
          expect(sumLow).toBeGreaterThanOrEqual(before.sumLow);
          expect(sumHigh).toBeGreaterThanOrEqual(before.sumHigh);
          before = { sum: all, sumLow, sumHigh };
        }
      }),
      { numRuns: 150 },
    );
  });

  test("twice the cost is twice the forecast", () => {
    const past = made(60, weekdayOf);
    const [one, two] = [past, past.map((value) => value * 2)].map((own) => forecast(own, 10)?.days.at(-1)?.sum ?? 0);
    expect(two).toBeCloseTo((one ?? 0) * 2, 6);
  });

  test("what is left is taken on the first day that goes beyond it", () => {
    expect(passesAt([{ sum: 1 }, { sum: 3 }], 2)).toBe(1);
    expect(passesAt([{ sum: 1 }, { sum: 2 }], 2)).toBeNull();
    expect(passesAt([{ sum: 1 }], -1)).toBe(0);
  });

  test("medians and quantiles", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([0, 10], 0.1)).toBe(1);
  });
});
