import { expect, test } from "vitest";
import { prepareMonth } from "./prepare-home";

const days = [
  { day: "2026-11-01", microUsd: "2000000" },
  { day: "2026-11-02", microUsd: null },
  { day: "2026-11-03", microUsd: "1000000" },
];
const budget = (limitMicroUsd: string) => ({ limitMicroUsd, passes: null, isPassed: false });

test("a month is summed up day by day, on to what it is expected to come to", () => {
  const ahead = { totalMicroUsd: "30000000", lowMicroUsd: null, highMicroUsd: null };
  expect(prepareMonth({ days, ahead, budget: budget("40000000") })).toEqual({
    ...{ sums: [2, 2, 3], days: 30, top: 40, limit: 40, end: 30 },
    ...{ from: "1 Nov", to: "30 Nov" },
  });
});

test("a budget far above the line is left out of the picture, and of nothing there is none", () => {
  expect(prepareMonth({ days, ahead: null, budget: budget("900000000") })).toMatchObject({ top: 3, limit: null, end: null });
  expect(prepareMonth({ days: [], ahead: null, budget: null })).toBeNull();
  expect(prepareMonth({ days: [{ day: "2026-11-01", microUsd: null }], ahead: null, budget: null })).toBeNull();
});
