import { describe, expect, test } from "vitest";
import { causeInWords, factorsOf, type HourSum, isUnusual, mainCause, sameHours, usualDay } from "./anomaly";

const FIRST = 1_000 * 168;
const NOW = FIRST + 9 * 168 + 10;
const hour = (microUsd: number): HourSum => ({ microUsd, calls: Math.ceil(microUsd / 10), tokens: microUsd * 10 });

/** Nine weeks of working hours, 9 to 17 on each day, at about 1,000 an hour. */
function weeks(change: (at: number, usual: number) => number = (_, usual) => usual): Map<number, HourSum> {
  const hours = new Map<number, HourSum>();
  for (let at = FIRST; at <= NOW; at++) {
    if (at % 24 < 9 || at % 24 > 17) continue;
    hours.set(at, hour(change(at, 1_000 + ((at * 37) % 200))));
  }
  return hours;
}
const at = (hours: Map<number, HourSum>, microUsd: number) => new Map(hours).set(NOW, hour(microUsd));
const DAY = 9_000;

describe("an hour out of the ordinary", () => {
  test("ten times the usual is one, and says what is usual", () => {
    const found = isUnusual(at(weeks(), 10_000), NOW, FIRST, DAY);
    expect(found?.usual.microUsd).toBeGreaterThan(900);
    expect(found?.usual.microUsd).toBeLessThan(1_300);
  });

  test("a busy hour is none", () => expect(isUnusual(at(weeks(), 1_700), NOW, FIRST, DAY)).toBeNull());

  test("one dear hour in the past does not hide the next", () => {
    const past = weeks((hourAt, usual) => (hourAt === NOW - 168 ? usual * 20 : usual));
    expect(isUnusual(at(past, 10_000), NOW, FIRST, DAY)).not.toBeNull();
  });

  test("what is little to everyone is none, however unusual", () => expect(isUnusual(at(weeks(), 10_000), NOW, FIRST, 1e6)).toBeNull());

  test("an agent of a few days has no usual hours yet", () => {
    expect(isUnusual(at(weeks(), 10_000), NOW, NOW - 10 * 24, DAY)).toBeNull();
  });

  test("work at an hour at which it mostly rests is none, while it is as dear as its work always is", () => {
    const night = NOW + 12;
    expect(isUnusual(new Map(weeks()).set(night, hour(1_900)), night, FIRST, DAY)).toBeNull();
    expect(isUnusual(new Map(weeks()).set(night, hour(9_000)), night, FIRST, DAY)).not.toBeNull();
  });

  test("the same hours reach back to the first on record, and no further", () => {
    expect(sameHours(weeks(), NOW, NOW - 2 * 168)).toHaveLength(5);
    expect(sameHours(weeks(), NOW, FIRST)).toHaveLength(24);
  });

  test("a usual day is one in the middle", () => {
    expect(usualDay(weeks(), NOW)).toBeGreaterThan(8_000);
    expect(usualDay(new Map(), NOW)).toBe(0);
  });
});

describe("the cause", () => {
  const before = { runs: 10, calls: 40, tokens: 40_000, microUsd: 4_000 };
  const hours = { now: 1, before: 10 };
  test.each([
    ["more_runs", { runs: 12, calls: 48, tokens: 48_000, microUsd: 4_800 }],
    ["more_calls", { runs: 1, calls: 900, tokens: 900_000, microUsd: 90_000 }],
    ["bigger_context", { runs: 1, calls: 4, tokens: 80_000, microUsd: 8_000 }],
    ["dearer_tokens", { runs: 1, calls: 4, tokens: 4_000, microUsd: 8_000 }],
  ] as const)("%s, by what moved the most", (cause, now) => expect(mainCause(factorsOf({ now, before }, hours))).toBe(cause));

  test("in words, with the model and the task", () => {
    const factors = factorsOf({ now: { runs: 1, calls: 900, tokens: 1_800_000, microUsd: 180_000 }, before }, hours);
    expect(causeInWords(factors, { model: "gpt-5", taskClass: "claims" })).toBe(
      "A run called models 225 times as often as usual; a call had 2 times the usual tokens. Most of it is of the model gpt-5, on the task claims.",
    );
    expect(causeInWords(factors, { model: null, taskClass: null })).not.toContain("Most");
  });
});
