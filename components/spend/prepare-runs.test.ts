import { expect, test } from "vitest";
import { formatEach, formatSuccess, perSuccess, prepareSpread, successChange, wasteBefore, wasteTotal } from "./prepare-runs";

const sums = (runs: number, succeeded: number, costMicroUsd: string) => ({ runs, ended: runs, succeeded, tokens: "0", costMicroUsd });

test("what an outcome costs is of all runs, divided by those that succeeded", () => {
  expect(perSuccess(sums(100, 50, "100000000"))).toBe(2_000_000);
  expect(perSuccess(sums(100, 0, "100000000"))).toBeNull();
  expect(formatSuccess(sums(3, 2, "0"))).toBe("66.7 %");
  expect(formatSuccess(sums(0, 0, "0"))).toBe("–");
  expect(formatEach("1000000", 3)).toBe("$0.33");
  expect(formatEach("100000", 3)).toBe("$0.0333");
  expect(formatEach("100000", 0)).toBe("–");
});

test("its change is told where both are known, and only there", () => {
  const now = { key: "ticket-triage", ...sums(10, 5, "10000000") };
  expect(successChange({ ...now, before: sums(10, 10, "10000000") })).toBe("+100.0 %");
  expect(successChange({ ...now, before: null })).toBeNull();
  expect(successChange({ ...now, before: sums(4, 0, "10") })).toBeNull();
});

test("the bin of the median, the p90 and the p99 says so", () => {
  const points = prepareSpread({
    runs: 4,
    medianMicroUsd: "15000",
    p90MicroUsd: "30000",
    p99MicroUsd: "30000",
    bins: [
      { fromMicroUsd: "10000", toMicroUsd: "20000", runs: 3 },
      { fromMicroUsd: "20000", toMicroUsd: null, runs: 1 },
    ],
    outliers: [],
  });
  expect(points).toEqual([
    { label: "$0.01", name: "$0.01 to $0.02", runs: 3, note: "75.0 % of the runs; median" },
    { label: "$0.02", name: "$0.02 and more", runs: 1, note: "25.0 % of the runs; p90 and p99" },
  ]);
});

test("waste adds up; before is unknown as soon as one of it is", () => {
  const waste = { kind: "retries", runs: 1, agents: [], dearest: [] } as const;
  const all = [
    { ...waste, costMicroUsd: "5", beforeMicroUsd: "1" },
    { ...waste, costMicroUsd: "7", beforeMicroUsd: null },
  ];
  expect(wasteTotal(all)).toBe(12n);
  expect(wasteBefore(all)).toBeNull();
  expect(wasteBefore(all.slice(0, 1))).toBe(1n);
});
