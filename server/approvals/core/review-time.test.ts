import { expect, test } from "vitest";
import { reviewCost, reviewSeconds } from "./review-time";

test("the first verdict of a sitting counts as the middle of those that were measured", () => {
  expect(reviewSeconds({ verdicts: 5, measured: 4, seconds: 240, middle: 50 })).toBe(290);
  expect(reviewSeconds({ verdicts: 0, measured: 0, seconds: 0, middle: null })).toBe(0);
});

test("where nothing was measured a verdict counts as two minutes", () => {
  expect(reviewSeconds({ verdicts: 3, measured: 0, seconds: 0, middle: null })).toBe(360);
});

test("an hour costs its rate, a part of it its share to the micro-USD", () => {
  expect(reviewCost(3_600, 80_000_000n)).toBe(80_000_000n);
  expect(reviewCost(1, 80_000_000n)).toBe(22_222n);
  expect(reviewCost(0, 80_000_000n)).toBe(0n);
});
