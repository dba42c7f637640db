import { expect, test } from "vitest";
import { retirementWords } from "./prepare-retirement";

test("retiring says how many requests and permissions end with the agent", () => {
  expect(retirementWords({ openRequests: 0, unusedAllowances: 0 })).toBe("Nothing waits for it now.");
  expect(retirementWords({ openRequests: 1, unusedAllowances: 0 })).toBe("1 open request is cancelled.");
  expect(retirementWords({ openRequests: 1200, unusedAllowances: 1 })).toBe(
    "1,200 open requests are cancelled, and 1 permission that it has not used is taken back.",
  );
});
