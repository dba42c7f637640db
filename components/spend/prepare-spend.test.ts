import { describe, expect, test } from "vitest";
import type { SpendGroup } from "@/server/spend/schema";
import {
  centsTogether,
  colorsOf,
  formatCents,
  formatChange,
  formatPerCall,
  formatShare,
  huesOf,
  moneyOfCents,
  prepareChart,
} from "./prepare-spend";

const group = (key: string | null, perDay: readonly number[]): SpendGroup => ({
  key,
  costMicroUsd: String(perDay.reduce((sum, one) => sum + one, 0)),
  beforeMicroUsd: null,
  perDayMicroUsd: perDay.map(String),
  calls: 1,
  inputTokens: "1",
  outputTokens: "1",
});
describe("money as people read it", () => {
  test.each([
    ["0", "$0.00"],
    ["4999", "< $0.01"],
    ["5000", "$0.01"],
    ["42511850000", "$42,511.85"],
    ["-1200000", "−$1.20"],
  ])("%s is %s", (micro, words) => expect(formatCents(micro)).toBe(words));
  test("what is shown adds up to the sum that is shown", () => {
    const parts = ["3334999", "3334999", "3334999"];
    const cents = centsTogether(parts);
    expect(cents.map(moneyOfCents)).toEqual(["$3.34", "$3.33", "$3.33"]);
    expect(formatCents("10004997")).toBe("$10.00");
  });
  test.each([
    ["1127", "1000", "+12.7 %"],
    ["900", "1000", "−10.0 %"],
    ["1000", "1000", "same"],
    ["15000", "1000", "15.0 ×"],
    ["5", "0", null],
    ["5", null, null],
  ])("%s against %s is %s", (now, before, words) => expect(formatChange(now, before)).toBe(words));
  test("shares and costs of a call never read as nothing", () => {
    expect([formatShare("1", "10000000"), formatShare("1", "3"), formatShare("0", "0")]).toEqual(["< 0.1 %", "33.3 %", "–"]);
    expect(
      [
        { costMicroUsd: "10", calls: 1 },
        { costMicroUsd: "4100", calls: 1 },
        { costMicroUsd: "820000", calls: 2 },
      ].map(formatPerCall),
    ).toEqual(["< $0.0001", "$0.0041", "$0.41"]);
  });
});

describe("the chart", () => {
  const days = ["2026-11-01", "2026-11-02"];
  test("a day before the record began is a gap, a day without cost a zero", () => {
    const { points, series } = prepareChart({
      groups: [group("Sales", [0, 2_000_000]), group(null, [0, 1_000_000])],
      days,
      recordedSince: "2026-11-02",
    });
    expect(points).toEqual([
      { label: "1 Nov", name: "Sun, 1 Nov 2026" },
      { label: "2 Nov", name: "Mon, 2 Nov 2026", g0: 2, "~none": 1, note: "Total $3.00" },
    ]);
    expect(series.map(({ label, isHatched }) => [label, isHatched])).toEqual([
      ["Sales", undefined],
      ["Unattributed", true],
    ]);
  });
  test("beyond seven the smallest are one, and nothing is lost", () => {
    const groups = Array.from({ length: 10 }, (_, i) => group(`team-${i}`, [1_000_000 * (10 - i), 0]));
    const { points, series } = prepareChart({ groups, days, recordedSince: "2026-10-01" });
    expect(series.map(({ label }) => label).at(-1)).toBe("4 others");
    const first: Readonly<Record<string, unknown>> = points[0] ?? {};
    expect(series.reduce((sum, { key }) => sum + Number(first[key]), 0)).toBe(55);
  });
  test("a name keeps its colour whatever its place, and no two share one", () => {
    const names = ["Support", "Sales", "Finance"];
    expect(huesOf(names)).toEqual(huesOf(names.toReversed()));
    const colors = colorsOf(Array.from({ length: 7 }, (_, i) => group(`t${i}`, [1])));
    expect(new Set(colors.values()).size).toBe(7);
  });
});
