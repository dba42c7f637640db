import { expect, test } from "vitest";
import { usualWords } from "./prepare-usual";

const usual = { name: "percent", low: 5, high: 15, least: 2, most: 40, count: 26 };

test("a figure is compared to what past calls stated, and an unusual one is called so in words", () => {
  expect(usualWords(usual, 10)).toEqual({ text: "usually 5 to 15, in 26 calls", isUnusual: false });
  expect(usualWords(usual, 50)).toEqual({ text: "unusual: never above 40 in 26 calls, usually 5 to 15", isUnusual: true });
  expect(usualWords(usual, "1")).toEqual({ text: "unusual: never below 2 in 26 calls, usually 5 to 15", isUnusual: true });
  expect(usualWords(usual, 30)?.text).toBe("usually 5 to 15, seldom up to 40");
  expect(usualWords({ ...usual, low: 1, high: 1, least: 1, most: 1 }, 1)?.text).toBe("usually 1, in 26 calls");
});

test("what is no figure is not compared", () => {
  expect(usualWords(usual, "half")).toBeNull();
  expect(usualWords(usual, null)).toBeNull();
});
