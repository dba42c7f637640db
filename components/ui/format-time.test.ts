import { expect, test } from "vitest";
import { formatAbsolute, formatDuration, formatRelative } from "./format-time";

const at = Date.UTC(2026, 10, 20, 16, 31, 14, 108);
const minute = 60_000;

test.each([
  [40_000, "40 s"],
  [12 * minute + 59_000, "12 min"],
  [70 * minute, "1 h 10 min"],
  [120 * minute, "2 h"],
  [3 * 24 * 60 * minute, "3 d"],
])("%i ms last %s", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test("what has passed and what is to come are told apart", () => {
  expect(formatRelative(at - 4 * minute, at)).toBe("4 min ago");
  expect(formatRelative(at + 12 * minute, at)).toBe("in 12 min");
  expect(formatRelative(at - 2_000, at)).toBe("just now");
});

test("a moment names its zone, a day does not", () => {
  expect(formatAbsolute(at, "millisecond", "UTC")).toBe("20 Nov 2026, 16:31:14.108 UTC");
  expect(formatAbsolute(at, "minute", "Europe/Amsterdam")).toBe("20 Nov 2026, 17:31 CET");
  expect(formatAbsolute(at, "day", "UTC")).toBe("20 Nov 2026");
});
