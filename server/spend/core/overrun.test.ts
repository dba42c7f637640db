import { describe, expect, test } from "vitest";
import { measure, overrun } from "./overrun";

const estimate = { runsPerMonth: 300, costPerRunMicroUsd: 200_000n };

describe("an agent against its estimate", () => {
  test.each([
    ["keeps to it", { days: 30, runs: 300, costMicroUsd: 60_000_000n }],
    ["is a quarter above it, and no more", { days: 30, runs: 300, costMicroUsd: 75_000_000n }],
    ["is too new: two days", { days: 2, runs: 100, costMicroUsd: 90_000_000n }],
    ["is too new: nine runs", { days: 20, runs: 9, costMicroUsd: 900_000_000n }],
    ["did nothing", { days: 30, runs: 0, costMicroUsd: 0n }],
  ])("nothing is said of one that %s", (_, actual) => expect(overrun(estimate, actual)).toBeNull());

  test("dearer runs are told with both figures", () => {
    expect(overrun(estimate, { days: 15, runs: 150, costMicroUsd: 63_000_000n })).toBe(
      "At this pace it costs $126 a month, where $60 was estimated. A run costs $0.42, 2.1 times the $0.20 estimated. Counted over 15 days, 150 runs.",
    );
  });

  test("more runs are told apart from dearer ones", () => {
    const words = overrun(estimate, { days: 10, runs: 400, costMicroUsd: 80_000_000n });
    expect(words).toContain("It makes 1,200 runs a month, 4.0 times the 300 estimated.");
    expect(words).not.toContain("A run costs");
  });

  test("the pace is of a month of thirty days", () => {
    expect(measure(estimate, { days: 10, runs: 50, costMicroUsd: 10_000_000n })).toEqual({
      perRunMicroUsd: 200_000n,
      runsPerMonth: 150,
      perMonthMicroUsd: 30_000_000n,
      expectedPerMonthMicroUsd: 60_000_000n,
    });
  });
});
