import { describe, expect, test } from "vitest";
import type { ShownBudget } from "@/server/budgets/schema";
import type { Outlook } from "@/server/spend/forecast-schema";
import { placeOf } from "./budget-values";
import { amountOf, amountWords, fateOf, limitWords, outlookOf, prepareLeft, typedOf, windowWords } from "./prepare-budgets";

const budget: ShownBudget = {
  id: "bud_1",
  name: "Support",
  scope: { kind: "team", id: "tea_1", isGone: false },
  measure: "money",
  limit: "28000000000",
  window: { kind: "calendar", unit: "month" },
  thresholds: [
    { percent: 100, act: "cut_off", groups: [], perMinute: null },
    { percent: 80, act: "require_approval", groups: [{ id: "g", name: "Finance" }], perMinute: null },
  ],
  state: "active",
  revision: 1,
  createdAt: "2026-11-01T00:00:00Z",
  now: {
    from: "2026-11-01T00:00:00Z",
    to: "2026-12-01T00:00:00Z",
    limit: "28000000000",
    extended: "0",
    spent: "22000000000",
    reserved: "0",
    remaining: "6000000000",
    percent: 78,
    standing: "within",
    refused: 0,
  },
  acts: "before_each_call",
  pendingExtension: null,
  lastCutOff: null,
};

const to = (day: string, sum: string) => ({
  day,
  microUsd: "0",
  lowMicroUsd: null,
  highMicroUsd: null,
  sumMicroUsd: sum,
  sumLowMicroUsd: null,
  sumHighMicroUsd: null,
});
const outlook = (sums: readonly [string, string], isThin = false): Outlook => ({
  id: "bud_1",
  days: [to("2026-11-26", sums[0]), to("2026-11-27", sums[1])],
  basis: { model: "weekday", days: isThin ? 10 : 90, isThin, backtest: null },
});

describe("what comes of a window", () => {
  test("the day on which it passes, and by how much", () => {
    expect(fateOf(budget, outlook(["4000000000", "9855000000"]))).toMatchObject({
      lead: "Passes on Fri 27 Nov",
      rest: "over by $3,855 at its end",
      day: "2026-11-27",
    });
  });
  test("what will be left", () => {
    expect(fateOf(budget, outlook(["1000000000", "2000000000"]))).toMatchObject({ lead: "Ends at $24,000", rest: "$4,000 left" });
  });
  test("a first guess says that it is one, and nothing to go by says so", () => {
    expect(fateOf(budget, outlook(["0", "0"], true)).rest).toContain("a first guess");
    expect(fateOf(budget, null).rest).toBe("less than a week is on record");
  });
  test("one that cut off says so, whatever is forecast", () => {
    expect(fateOf({ ...budget, now: { ...budget.now, standing: "cut_off", refused: 61 } }, null).lead).toBe("Cut off");
  });
  test("what is counted of single runs, or rolls, is not forecast", () => {
    expect(outlookOf({ ...budget, window: { kind: "rolling", hours: 24 } }, "UTC")).toBeNull();
    expect(outlookOf({ ...budget, measure: "tokens" }, "UTC")).toBeNull();
    expect(outlookOf(budget, "UTC")).toEqual({ id: "bud_1", dimension: "team", key: "Support", until: "2026-11-30" });
  });
});

test("a window burns down from its limit to now, and on from there", () => {
  const burn = {
    budgetId: "bud_1",
    measure: "money" as const,
    from: "2026-11-01T00:00:00Z",
    to: "2026-11-05T00:00:00Z",
    asOf: "2026-11-03T00:00:00Z",
    limit: "100",
    slices: [
      { at: "2026-11-01T00:00:00Z", spent: "10" },
      { at: "2026-11-02T00:00:00Z", spent: "30" },
    ],
  };
  const { past, future } = prepareLeft(burn, [to("2026-11-03", "20"), to("2026-11-04", "50")]);
  expect(past).toEqual([
    { at: 0, left: 100 },
    { at: 0.25, left: 90 },
    { at: 0.5, left: 60 },
  ]);
  expect(future).toEqual([
    { at: 0.5, left: 60 },
    { at: 0.75, left: 40 },
    { at: 1, left: 10 },
  ]);
});

test("amounts are typed as people write them, and stored in their unit", () => {
  expect(amountOf("money", "$1,250.50")).toBe("1250500000");
  expect(amountOf("money", "0")).toBeNull();
  expect(amountOf("money", "-3")).toBeNull();
  expect(amountOf("steps", "1,000")).toBe("1000");
  expect(amountOf("steps", "1.5")).toBeNull();
  expect(typedOf("money", "1250500000")).toBe("1250.50");
});

test("terms in words", () => {
  expect(limitWords(budget.thresholds)).toBe("asks Finance at 80 %, cuts off at 100 %");
  expect(windowWords({ kind: "rolling", hours: 24 })).toBe("the last 24 hours");
  expect(amountWords("wall_time", "7200")).toBe("2 h");
});

test("what the server refuses stands at the field of the form that it is about", () => {
  expect(["thresholds.1.groupIds", "thresholds.0.percent", "window", "scope.id", "limit"].map(placeOf)).toEqual([
    "thresholds.1.groupId",
    "thresholds.0.percent",
    "window",
    "scope.id",
    "limit",
  ]);
});
