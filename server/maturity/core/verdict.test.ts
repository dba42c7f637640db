import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Measurement, Reading } from "./measurement";
import { type Condition, LIMITS } from "./rubric";
import { rowsToBeSure, verdictOf, wilson } from "./verdict";

const check = (conditions: readonly (readonly [Condition["op"], Condition["bound"]])[], minSample = 1) => ({
  type: "auto" as const,
  signal: "",
  threshold: "",
  conditions: conditions.map(([op, bound]) => ({ op, bound, unit: null })),
  minSample,
});
const measured = (readings: readonly Reading[], n = 100, missing: string | null = null): Measurement => ({
  readings,
  n,
  samples: [],
  missing,
});
const share = (hits: number, of: number): Reading => ({ value: of === 0 ? null : hits / of, hits, of });
const say = (...args: Parameters<typeof verdictOf>) => verdictOf(...args).finding;

describe("a figure is held against its bound", () => {
  test.each([
    ["all of them", "=", 1, share(12, 12), "met"],
    ["all but one of a million", "=", 1, share(999_999, 1_000_000), "not_met"],
    ["none", "=", 0, { value: 0 }, "met"],
    ["one where none may be", "=", 0, { value: 1 }, "not_met"],
    ["a count", "=", 8, { value: 8 }, "met"],
    ["a share at its bound", ">=", 0.8, share(80, 100), "met"],
    ["a share below it", ">=", 0.8, share(79, 100), "not_met"],
    ["a share at most", "<=", 0.05, share(5, 100), "met"],
    ["an age", "<=", 24, { value: 24.01 }, "not_met"],
    ["more than nothing", ">", 0, { value: 0 }, "not_met"],
    ["nothing to measure", "=", 1, share(0, 0), "insufficient_data"],
    ["a strict share, all of few", ">=", 0.99, share(100, 100), "insufficient_data"],
    ["a strict share, all of enough", ">=", 0.99, share(400, 400), "met"],
    ["a strict share, below it", ">=", 0.99, share(390, 400), "not_met"],
    ["a strict share of a large sample", ">=", 0.99, share(990, 1_000), "met"],
    ["a strict bound of what is no share", ">=", 183, { value: 183 }, "met"],
  ] as const)("%s", (_, op, bound, reading, finding) => {
    expect(say(check([[op, bound]]), measured([reading]), LIMITS)).toBe(finding);
  });

  test("a limit is the one that the organisation set", () => {
    const load = check([["<=", "limit.decisions_per_hour"]]);
    expect(say(load, measured([{ value: 35 }]), LIMITS)).toBe("not_met");
    expect(say(load, measured([{ value: 35 }]), { ...LIMITS, "limit.decisions_per_hour": 40 })).toBe("met");
  });

  test("of several conditions one that fails decides, and one that nobody can tell leaves it open", () => {
    const both = check([
      [">=", 0.9],
      ["=", 0],
    ]);
    expect(say(both, measured([share(95, 100), { value: 0 }]), LIMITS)).toBe("met");
    expect(say(both, measured([share(95, 100), { value: 2 }]), LIMITS)).toBe("not_met");
    expect(say(both, measured([share(95, 100), { value: null }]), LIMITS)).toBe("insufficient_data");
    expect(say(both, measured([share(50, 100), { value: null }]), LIMITS)).toBe("not_met");
  });

  test("a check that answers another number of readings is a broken one", () => {
    expect(() => verdictOf(check([["=", 1]]), measured([]), LIMITS)).toThrow("one reading for each condition");
  });
});

describe("too little to say", () => {
  test("below the smallest sample there is no verdict, and how many rows are missing is said", () => {
    const verdict = verdictOf(check([["=", 1]], 20), measured([share(14, 14)], 14), LIMITS);
    expect(verdict).toMatchObject({ finding: "insufficient_data", n: 14, minSample: 20, lack: 6 });
  });

  test("where Reeve has no data of the kind, it says what would provide it", () => {
    const verdict = verdictOf(check([["=", 0]]), measured([{ value: 0 }], 50, "a drill of the kill switch"), LIMITS);
    expect(verdict).toMatchObject({ finding: "insufficient_data", lack: null, missing: "a drill of the kill switch" });
    expect(verdict.held[0]?.isHeld).toBeNull();
  });

  test("after as many passing rows as it asks for, the verdict is there, and not before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 20, max: 999 }), (failed, of) => {
        const strict = check([[">=", 0.99]], 20);
        const { lack } = verdictOf(strict, measured([share(of - failed, of)], of), LIMITS);
        if (lack === null) return;
        const after = (more: number) => say(strict, measured([share(of - failed + more, of + more)], of + more), LIMITS);
        expect(after(lack)).toBe("met");
        expect(after(lack - 1)).toBe("insufficient_data");
      }),
    );
  });
});

describe("laws", () => {
  test("the interval holds the share, and its table is Wilson's", () => {
    expect(wilson(9, 10).low).toBeCloseTo(0.5958, 4);
    expect(wilson(9, 10).high).toBeCloseTo(0.9821, 4);
    expect(rowsToBeSure(20, 20, 0.99)).toBe(361);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
        const hits = Math.round(of * part);
        const { low, high } = wilson(hits, of);
        expect(low).toBeLessThanOrEqual(hits / of + 1e-12);
        expect(high).toBeGreaterThanOrEqual(hits / of - 1e-12);
      }),
    );
  });

  test("more passing evidence never takes a verdict away", () => {
    const bound = fc.constantFrom(0.8, 0.9, 0.98, 0.99, 1);
    fc.assert(
      fc.property(bound, fc.nat(1_500), fc.nat(20), fc.nat(500), (value, hits, failed, more) => {
        const at = check([[value === 1 ? "=" : ">=", value]], 20);
        const [before, after] = [hits, hits + more].map((passed) => {
          const of = passed + failed;
          return say(at, measured([share(passed, of)], of), LIMITS);
        });
        if (before === "met") expect(after).toBe("met");
      }),
    );
  });
});
