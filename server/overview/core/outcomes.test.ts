import { expect, test } from "vitest";
import { outcomesOf, proposedIn } from "./outcomes";

test("each action is counted once, by who decided", () => {
  const outcomes = outcomesOf({ allowed: 10, denied: 8, awaiting: 2, approved: 4, rejected: 3, expired: 1, cancelled: 1 });
  expect(outcomes).toEqual({ unasked: 6, approved: 4, waiting: 2, rejected: 3, refused: 3, expired: 1, withdrawn: 1 });
  expect(proposedIn(outcomes)).toBe(20);
});

test("nothing asked is nothing counted", () => {
  expect(proposedIn(outcomesOf({}))).toBe(0);
});
