import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FLAGS } from "@/server/traces/schema";
import { type MadeStep, madeSkeleton } from "./testing/made-skeleton";
import { momentAt, panned, placeOf, scaleOf, scaleWith, ticksOf, tickWords, viewOf, WHOLE, zoomed } from "./timeline-scale";

const S = 1_000_000;
const YEAR = 365 * 86_400 * S;
const step = (id: string, from: number, lasts: number, over: Partial<MadeStep> = {}): MadeStep => ({
  id,
  parent: 0,
  offsetUs: from * S,
  durationUs: lasts * S,
  ...over,
});
const agent = (lasts: number): MadeStep => ({ id: "root", kind: "agent", offsetUs: 0, durationUs: lasts * S });

describe("what is folded", () => {
  test("a long wait for a person, which is said to be one", () => {
    const scale = scaleOf(
      madeSkeleton([agent(1_800), step("a", 0, 60), step("ask", 60, 1_700, { kind: "approval" }), step("b", 1_760, 40)]),
    );
    expect(scale.folds).toEqual([{ fromUs: 60 * S, toUs: 1_760 * S, isWait: true }]);
    expect(placeOf(scale, 1_760 * S) - placeOf(scale, 60 * S)).toBeCloseTo(0.14);
    expect(placeOf(scale, 60 * S)).toBeCloseTo(0.86 * 0.6);
  });
  test("hours in which nothing ran", () => {
    const scale = scaleOf(madeSkeleton([agent(7_200), step("a", 0, 60), step("b", 7_100, 100)]));
    expect(scale.folds).toEqual([{ fromUs: 60 * S, toUs: 7_100 * S, isWait: false }]);
  });
  test("the years that a broken clock gave one step, so that the rest can still be read", () => {
    const steps = [step("a", 0, 60), step("b", 60, 10 * (YEAR / S), { flags: FLAGS.endless }), step("c", 61, 30)];
    const scale = scaleOf(madeSkeleton([{ ...agent(100), flags: FLAGS.endless, durationUs: 10 * YEAR + 60 * S }, ...steps]));
    expect(scale.folds).toHaveLength(1);
    expect(placeOf(scale, 91 * S)).toBeGreaterThan(0.8);
  });
  test("not the work itself, however long, and not a short pause", () => {
    expect(scaleOf(madeSkeleton([agent(1_000), step("a", 0, 900), step("b", 905, 95)])).folds).toEqual([]);
  });
  test("nothing of a trace without steps", () => {
    expect(scaleOf(madeSkeleton([])).folds).toEqual([]);
  });
});

test("places and moments lead to each other, and later is never further to the left", () => {
  const folds = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 8 }).map((drawn) => {
    const sorted = drawn.sort((a, b) => a - b);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => ({
      fromUs: (sorted[i * 2] ?? 0) * S,
      toUs: (sorted[i * 2 + 1] ?? 0) * S,
      isWait: false,
    }));
  });
  fc.assert(
    fc.property(folds, fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }), (drawn, a, b) => {
      const scale = scaleWith(1_000 * S, drawn);
      expect(momentAt(scale, placeOf(scale, a * S))).toBeCloseTo(a * S, -1);
      expect(placeOf(scale, 0)).toBe(0);
      expect(placeOf(scale, 1_000 * S)).toBeCloseTo(1);
      if (a <= b) expect(placeOf(scale, a * S)).toBeLessThanOrEqual(placeOf(scale, b * S) + 1e-12);
    }),
  );
});

test("the window stays on the axis, and on what it is drawn about", () => {
  expect(viewOf(0.8, 0.2)).toEqual({ from: 0.2, to: 0.8 });
  expect(viewOf(-1, 3)).toEqual(WHOLE);
  expect(zoomed(WHOLE, 0.5, 0.5)).toEqual({ from: 0.25, to: 0.75 });
  expect(zoomed({ from: 0.1, to: 0.6 }, 4, 0.2)).toEqual(WHOLE);
  expect(panned({ from: 0.2, to: 0.4 }, -2)).toEqual({ from: 0, to: 0.2 });
  expect(panned({ from: 0.2, to: 0.4 }, 0.5).to).toBeCloseTo(0.5);
});

test("ticks are round, apart enough to be read, and none stands in a fold", () => {
  const scale = scaleWith(1_000 * S, [{ fromUs: 100 * S, toUs: 900 * S, isWait: true }]);
  const words = ticksOf(scale, WHOLE, 0.15).map((tick) => tick.words);
  expect(words).toEqual(["0", "1:00", "15:00", "16:00"]);
  expect(ticksOf(scaleWith(10 * YEAR, []), WHOLE, 0.1).length).toBeLessThan(12);
  expect(ticksOf(scaleWith(90, []), WHOLE, 0.2).map((tick) => tick.words)).toEqual(["0", "20 µs", "40 µs", "60 µs", "80 µs"]);
});

test.each([
  [250_000, 50_000, "250 ms"],
  [1_250_000, 50_000, "1.25 s"],
  [90 * S, 30 * S, "1:30"],
  [7_500 * S, 60 * S, "2:05:00"],
  [90_000 * S, 3_600 * S, "1 d 1 h"],
])("%d µs between ticks of %d µs", (us, apart, words) => {
  expect(tickWords(us, apart)).toBe(words);
});
