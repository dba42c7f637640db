import { expect, test } from "vitest";
import { costWords, lastingWords, tokenWords } from "./words";

test.each([
  [0, "0 µs"],
  [410, "410 µs"],
  [822_000, "822 ms"],
  [999_700, "1.0 s"],
  [7_640_000, "7.6 s"],
  [59_960_000, "1 m 00 s"],
  [1_921_000_000, "32 m 01 s"],
  [3_660_000_000, "1 h 01 m"],
  [90_000_000_000, "1 d 1 h"],
])("%d microseconds last %s", (us, words) => expect(lastingWords(us)).toBe(words));

test("tokens are short and never wrong by more than they say", () => {
  expect([812, 9_999, 367_500, 1_250_000].map(tokenWords)).toEqual(["812", "9,999", "367.5 k", "1.3 M"]);
});

test("a cost that nobody told is unknown; where no model was called there is none to tell", () => {
  expect(costWords({ costMicroUsd: null, llmSteps: 3, unpricedSteps: 3 })).toBe("unknown");
  expect(costWords({ costMicroUsd: null, llmSteps: 0, unpricedSteps: 0 })).toBeNull();
  expect(costWords({ costMicroUsd: "420000", llmSteps: 3, unpricedSteps: 0 })).toBe("$0.42");
  expect(costWords({ costMicroUsd: "420000", llmSteps: 3, unpricedSteps: 1 })).toBe("over $0.42");
});
