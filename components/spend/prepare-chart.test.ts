import { describe, expect, test } from "vitest";
import type { Anomaly } from "@/server/spend/anomaly-schema";
import type { SpendGroup } from "@/server/spend/schema";
import { colorsOf, huesOf, prepareChart } from "./prepare-chart";
import { prepareMarks } from "./prepare-marks";

const group = (key: string | null, perDay: readonly number[]): SpendGroup => ({
  key,
  costMicroUsd: String(perDay.reduce((sum, one) => sum + one, 0)),
  beforeMicroUsd: null,
  perDayMicroUsd: perDay.map(String),
  calls: 1,
  inputTokens: "1",
  outputTokens: "1",
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

  const to = (day: string, microUsd: string) => ({
    day,
    microUsd,
    lowMicroUsd: "500000",
    highMicroUsd: "4000000",
    sumMicroUsd: microUsd,
    sumLowMicroUsd: null,
    sumHighMicroUsd: null,
  });
  const part = (key: string | null, perDayMicroUsd: readonly string[]) => ({ key, perDayMicroUsd, spentMicroUsd: [], endMicroUsd: "1" });

  test("what is to come lies on what was, by part; a part that is new is among the others, and nothing is lost", () => {
    const ahead = {
      days: [to("2026-11-02", "1000000"), to("2026-11-03", "3000000")],
      totalMicroUsd: "0",
      lowMicroUsd: null,
      highMicroUsd: null,
      basis: { model: "weekday", days: 90, isThin: false, backtest: null },
      groups: [part("Sales", ["600000", "2000000"]), part("New", ["400000", "1000000"])],
    } as const;
    const { points, series } = prepareChart(
      { groups: [group("Sales", [1_000_000, 2_000_000])], days, recordedSince: "2026-10-01" },
      { ahead },
    );
    expect(series.map(({ label }) => label)).toEqual(["Sales", "1 other"]);
    expect(points).toHaveLength(3);
    expect(points[1]).toMatchObject({ label: "2 Nov", g0: 2, "g0~ahead": 0.6, "~others~ahead": 0.4, spread: [0.5, 3] });
    expect(points[1]?.note).toContain("Total $2.00. Still to come today: about $1.00");
    expect(points[2]).toMatchObject({ label: "3 Nov", "g0~ahead": 2, "~others~ahead": 1 });
    expect(points[2]).not.toHaveProperty("g0");
  });

  test("the days furthest out of the ordinary are marked in words, in their order, no two on one line", () => {
    const unusual = (day: string, key: string, costMicroUsd: string): Anomaly => ({
      id: key,
      dimension: "agent",
      key,
      from: `${day}T03:00:00Z`,
      until: `${day}T04:00:00Z`,
      day,
      costMicroUsd,
      usualMicroUsd: "1000000",
      cause: "more_calls",
      words: "",
      model: null,
      taskClass: null,
      foundAt: `${day}T04:00:00Z`,
      dismissed: null,
    });
    const { points } = prepareChart({ groups: [group("Sales", [1, 2])], days, recordedSince: "2026-10-01" });
    const marks = prepareMarks(
      [
        unusual("2026-11-02", "b", "12000000"),
        unusual("2026-11-01", "a", "2500000"),
        unusual("2026-11-02", "c", "3000000"),
        unusual("2026-12-24", "d", "9"),
      ],
      points,
    );
    expect(marks).toEqual([
      { label: "1 Nov", words: "a, 2.5 × usual", line: 0, side: "right" },
      { label: "2 Nov", words: "b, 12 × usual, and 1 more", line: 1, side: "right" },
    ]);
  });
});
