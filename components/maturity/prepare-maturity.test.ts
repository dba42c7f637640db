import { describe, expect, it } from "vitest";
import { prepareMeasured, prepareMove, prepareState, prepareWhy } from "@/server/maturity/core/card-words";
import { formatBound, formatChange, formatCondition, formatRows, formatValue } from "@/server/maturity/core/figure-words";
import type { Held } from "@/server/maturity/core/verdict";
import type { CriterionRow, DimensionRow, SnapshotRow } from "@/server/maturity/schema";
import { prepareFirst, prepareGap, prepareNeed, prepareSample, prepareTrend } from "./prepare-maturity";

const held = (given: Partial<Held>): Held => ({
  op: ">=",
  bound: 0.95,
  unit: null,
  value: null,
  hits: null,
  of: null,
  low: null,
  high: null,
  isHeld: null,
  ...given,
});
const criterion = (given: Partial<CriterionRow>): CriterionRow => ({
  id: "SEC-3.5",
  dimension: "SEC",
  level: 3,
  isCore: true,
  isAttested: false,
  text: "Every active agent has a kill switch",
  signal: "share of active agents",
  threshold: "= 1.00",
  action: "Test it",
  state: "not_met",
  weight: 1,
  risk: 5,
  impact: 5,
  effort: 2,
  held: [held({ op: "=", bound: 1, value: 0.75, hits: 9, of: 12, isHeld: false })],
  n: 12,
  minSample: 1,
  windowDays: 90,
  lack: null,
  missing: null,
  validUntil: null,
  sampleCount: 3,
  ...given,
});
const dimension = (
  id: DimensionRow["id"],
  level: DimensionRow["level"],
  score: number,
  given: Partial<DimensionRow> = {},
): DimensionRow => ({
  id,
  name: { GOV: "Governance", SEC: "Security", HITL: "Human in the loop" }[id as string] ?? id,
  isCore: ["GOV", "SEC", "HITL"].includes(id),
  level,
  score,
  weight: 1,
  levels: [],
  target: null,
  ...given,
});

describe("figures of criteria", () => {
  it.each([
    [held({ value: 0.9996, hits: 2_499, of: 2_500 }), "0.9996"],
    [held({ value: 0.999999, hits: 999_999, of: 1_000_000 }), "< 1.00"],
    [held({ value: 0.000001, hits: 1, of: 1_000_000 }), "> 0.00"],
    [held({ value: 1, hits: 12, of: 12 }), "1.00"],
    [held({ value: 0.934, hits: 4_494, of: 4_812 }), "0.934"],
    [held({ op: "<=", bound: 15, unit: "min", value: 12.34 }), "12.3 min"],
    [held({ op: "<=", bound: 7, unit: "d old", value: 3 }), "3 d"],
    [held({ op: "=", bound: 0, value: 1_234 }), "1,234"],
    [held({ value: null }), null],
  ])("never round a share up to all of it or down to none of it", (figure, words) => {
    expect(formatValue(figure)).toBe(words);
  });

  it("write what is asked with its sign and its unit", () => {
    expect(formatCondition(held({}))).toBe("≥ 0.95");
    expect(formatCondition(held({ op: "=", bound: 1, hits: 1, of: 2 }))).toBe("= 1.00");
    expect(formatCondition(held({ op: "=", bound: 1 }))).toBe("= 1.00"); // nothing measured yet
    expect(formatCondition(held({ bound: 1 }))).toBe("≥ 1"); // a count
    expect(formatCondition(held({ op: "<=", bound: 24, unit: "h" }))).toBe("≤ 24 h");
    expect(formatBound(held({ op: "=", bound: 0 }))).toBe("0");
    expect(formatRows({ hits: 4_494, of: 4_812 })).toBe("4,494 of 4,812");
  });

  it("say a change with a true sign, and none where nothing changed", () => {
    expect([formatChange(0.25), formatChange(-1.734), formatChange(-0.001)]).toEqual(["+0.25", "−1.73", "0.00"]);
  });
});

describe("the words of the scorecard", () => {
  const step = (id: string, of: DimensionRow["id"]) => ({ id, dimension: of, level: 3 as const, isCore: true, effort: 2 });
  const rows = [dimension("GOV", 2, 2.6), dimension("SEC", 2, 2.4), dimension("HITL", 3, 3.2), dimension("FIN", 1, 1.6)];

  it("say what stands between the organisation and its next level", () => {
    const path = { to: 3 as const, steps: [step("SEC-3.5", "SEC"), step("GOV-3.2", "GOV"), step("SEC-3.3", "SEC")] };
    expect(prepareState({ path }, "Northwind Mutual")).toBe("Three criteria in two dimensions stand between Northwind Mutual and Level 3.");
    expect(prepareState({ path: { to: 3, steps: [step("SEC-3.5", "SEC")] } }, "Northwind Mutual")).toBe(
      "One criterion in one dimension stands between Northwind Mutual and Level 3.",
    );
    expect(prepareWhy({ level: 2, rows, path })).toBe(
      "The overall level is the lowest of Governance (2), Security (2) and Human in the loop (3). Governance and Security hold it at 2. Three steps lift it with the least effort:",
    );
  });

  it("open the weakest of the dimensions that hold the overall level", () => {
    expect(prepareFirst({ level: 2, rows })?.id).toBe("SEC");
  });

  it.each([
    [criterion({}), "0.75 → 1.00", { figure: "0.75", of: "9 of 12" }],
    [
      criterion({ state: "insufficient_data", lack: 6, n: 14, minSample: 20, held: [held({ value: 1, hits: 14, of: 14 })] }),
      "to ≥ 0.95",
      { figure: "no verdict", of: "six more needed" },
    ],
    [
      criterion({ state: "insufficient_data", missing: "No drill is recorded.", held: [held({})] }),
      "to ≥ 0.95",
      { figure: "no data", of: null },
    ],
    [criterion({ isAttested: true, held: [], state: "met" }), null, { figure: "attested", of: null }],
  ])("say where a criterion is and where it must be, and never a figure that nobody measured", (row, move, measured) => {
    expect(prepareMove(row)).toBe(move);
    expect(prepareMeasured(row)).toEqual(measured);
  });

  it("name the core criteria that a level still waits for", () => {
    const level = { level: 3 as const, metWeight: 1, allWeight: 2, coresMet: 0, cores: 1, notApplicable: 0, isReached: false };
    const criteria = [criterion({}), criterion({ id: "SEC-3.2", isCore: false, state: "met" })];
    expect(prepareNeed(dimension("SEC", 2, 2.4, { levels: [level] }), 3, criteria)).toBe(
      "One of two met. Level 3 needs four fifths of the weight, SEC-3.5 among them (core).",
    );
  });

  it("count a sample against the smallest number it needs", () => {
    expect(prepareSample({ n: 14, minSample: 20 })).toBe("14 of 20");
    expect(prepareSample({ n: 4_812, minSample: 20 })).toBe("4,812");
  });

  it("nag nobody above the target", () => {
    const target = (level: 3 | 4) => ({ subject: "SEC" as const, scope: "", level, dueOn: null });
    expect(prepareGap(dimension("SEC", 2, 2.4, { target: target(4) }))).toBe("2 levels");
    expect(prepareGap(dimension("SEC", 3, 3.4, { target: target(3) }))).toBe("at target");
    expect(prepareGap(dimension("SEC", 2, 2.4))).toBe("no target");
  });
});

describe("the trend", () => {
  const snapshot = (day: string, score: number): SnapshotRow => ({
    id: day,
    at: `${day}T02:00:00.000Z`,
    day,
    rubricVersion: "2026.2",
    isInvented: false,
    level: 2,
    score,
    dimensions: [{ id: "FIN", level: 2, score: score - 1 }],
  });

  it("tells the change since its first day and that of the last week apart", () => {
    const days = [snapshot("2026-08-30", 2), snapshot("2026-11-14", 2.9), snapshot("2026-11-22", 2.5)];
    expect(prepareTrend(days, "ALL")).toEqual({ scores: [2, 2.9, 2.5], change: 0.5, lately: expect.closeTo(-0.4) });
    expect(prepareTrend(days, "FIN").scores).toEqual([1, 1.9, 1.5]);
  });

  it("has no change where there is just one day", () => {
    expect(prepareTrend([snapshot("2026-11-22", 2.5)], "ALL")).toEqual({ scores: [2.5], change: null, lately: null });
  });
});
