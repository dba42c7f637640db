import { expect, test } from "vitest";
import { FLAGS } from "@/server/traces/schema";
import { costReason, type StepCost } from "./prepare-cost";
import { stepAt } from "./read-skeleton";
import { madeSkeleton } from "./testing/made-skeleton";

const skeleton = madeSkeleton([
  { id: "root", kind: "agent" },
  { id: "call", parent: 0, kind: "llm", flags: FLAGS.counted },
  { id: "again", parent: 0, kind: "llm" },
  { id: "still", parent: 0, kind: "llm", status: "running" },
]);
const why = (index: number, cost: Partial<StepCost>): string | null => {
  const step = stepAt(skeleton, index);
  const whole = { bucket: null, countedMicroUsd: null, priceVersion: null, reportedMicroUsd: null, ...cost };
  return step === null ? null : costReason(skeleton, step, whole);
};
const priced = { bucket: "priced", priceVersion: 3, countedMicroUsd: "4866" } as const;

test("what its sender reports is set beside what was counted, and the difference has a reason", () => {
  expect(why(1, { ...priced, reportedMicroUsd: "4866" })).toBe("By version 3 of the price table; its sender reports the same.");
  expect(why(1, { ...priced, reportedMicroUsd: "9732" })).toBe(
    "By version 3 of the price table, 50 % less than its sender reports: its sender prices by other rates.",
  );
  expect(why(1, priced)).toBe("By version 3 of the price table. Its sender reports no cost.");
  expect(why(1, { bucket: "unpriced", reportedMicroUsd: "1" })).toBe("The price table has no price for this model at this tier.");
  expect(why(1, { bucket: "missing" })).toBe("A model was called, and nobody told how many tokens it took.");
});

test("what is counted elsewhere says where", () => {
  expect(why(0, { reportedMicroUsd: "9732" })).toBe(
    "Its calls are counted themselves: one step below it. What its sender reports is not added.",
  );
  expect(why(2, {})).toBe("Another instrumentation tells of the same call: it is counted once, as step 2.");
  expect(why(3, {})).toBe("It is counted once it has ended.");
});
