import { expect, test } from "vitest";
import type { Spread } from "@/server/traces/spread-schema";
import { barWords, frameOf, rangeOf, spreadSentence, ticksOf, uncountedShare, windowOf } from "./prepare-spread";
import { NOTHING_NARROWED } from "./trace-address";

const NOW = Date.parse("2026-11-20T16:48:00Z");
const SPREAD: Spread = {
  from: "2026-11-20T00:00:00.000Z",
  barMs: 600_000,
  runs: Array.from({ length: 101 }, (_, i) => (i < 90 ? 1 : 10)),
  unfinished: Array.from({ length: 101 }, (_, i) => (i === 100 ? 2 : 0)),
  countedFrom: null,
  total: { runs: 2_914, unfinished: 37, ungoverned: 1, waiting: 4, shadow: 1 },
};

test("the axis spans what is asked for, or the shortest span that holds the moments that are", () => {
  expect(frameOf({ span: null, from: null, to: null }, NOW)).toBe("week");
  expect(frameOf({ span: "month", from: "2026-11-20T12:00:00Z", to: null }, NOW)).toBe("month");
  expect(frameOf({ span: null, from: "2026-11-20T12:00:00Z", to: null }, NOW)).toBe("today");
  expect(frameOf({ span: null, from: "2026-10-30T12:00:00Z", to: "2026-10-31T12:00:00Z" }, NOW)).toBe("month");
  expect(frameOf({ span: null, from: "2020-01-01", to: null }, NOW)).toBe("quarter");
  expect(frameOf({ span: null, from: "yesterday", to: null }, NOW)).toBe("week");
});

test("a range goes into the address and comes back from it, bar for bar; the end of the axis stays open", () => {
  for (const window of [
    { first: 90, end: 95 },
    { first: 0, end: 1 },
    { first: 100, end: 101 },
  ]) {
    expect(windowOf(SPREAD, rangeOf(SPREAD, "today", window))).toEqual(window);
  }
  expect(rangeOf(SPREAD, "today", { first: 90, end: 101 })).toEqual({ span: "today", from: "2026-11-20T15:00:00.000Z", to: null });
  expect(rangeOf(SPREAD, "today", { first: 0, end: 101 })).toEqual({ span: "today", from: null, to: null });
  expect(windowOf(SPREAD, { from: "nonsense", to: null })).toBeNull();
  expect(windowOf(SPREAD, { from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z" })).toBeNull();
});

test("the sentence counts what needs a look, and says whether all runs are meant", () => {
  expect(spreadSentence(SPREAD, "today", NOTHING_NARROWED)).toBe(
    "2,914 runs today. 4 wait for people, 37 did not finish and 1 ran a step ungoverned.",
  );
  const none = { countedFrom: null, total: { runs: 1, unfinished: 0, ungoverned: 0, waiting: 0, shadow: 0 } };
  expect(spreadSentence(none, "week", { ...NOTHING_NARROWED, agent: "a" })).toBe(
    "1 run that fits in the last 7 days. All came to their end, and none ran ungoverned.",
  );
  expect(spreadSentence({ ...none, total: { ...none.total, runs: 0 } }, "month", { ...NOTHING_NARROWED, q: "x" })).toBe(
    "No runs that fit in the last 30 days.",
  );
});

test("what was not looked through is not counted as nothing", () => {
  const spread = { ...SPREAD, countedFrom: "2026-11-20T08:25:00.000Z" };
  expect(spreadSentence(spread, "today", { ...NOTHING_NARROWED, q: "x" })).toBe(
    "2,914 runs that fit since 20 Nov, 08:25 UTC. 4 wait for people, 37 did not finish and 1 ran a step ungoverned. Older ones are not counted.",
  );
  expect(barWords(spread, "today", { first: 3, end: 4 })).toBe("00:30 to 00:40: not counted");
  expect(uncountedShare(spread)).toBeCloseTo(0.5);
  expect(uncountedShare(SPREAD)).toBe(0);
});

test("bars and ticks are named in UTC", () => {
  expect(barWords(SPREAD, "today", { first: 100, end: 101 })).toBe("16:40 to 16:50: 10 runs, 2 did not finish");
  expect(ticksOf(SPREAD, "today").map(({ words }) => words)).toEqual(["00:00", "03:00", "06:00", "09:00", "12:00", "15:00"]);
});
