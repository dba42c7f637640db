import fc from "fast-check";
import { describe, expect, test } from "vitest";
import data from "../rubric/2026-2.json";
import { type CountedCriterion, cellsOf, scopedOf, type Whole } from "./fleet";
import { type Criterion, LIMITS, parseRubric } from "./rubric";

const { criteria } = parseRubric(data);
const criterionOf = (id: string): Criterion => criteria.find((one) => one.id === id) as Criterion;
const wholeOf = ({ id, dimension, level, isCore }: Criterion, state: Whole["state"] = "not_met"): Whole => ({
  id,
  dimension,
  level,
  isCore,
  state,
  weight: 1,
  held: [],
});
const counted = (tallies: CountedCriterion["tallies"], as: CountedCriterion["as"] = ["share"]): CountedCriterion => ({
  as,
  isOfAgents: true,
  queryVersion: 1,
  tallies,
});
const OWNER = criterionOf("GOV-2.1");
const TRACED = criterionOf("OBS-2.1");
const two = { a: [{ hits: 1, of: 1 }], b: [{ hits: 0, of: 1 }] };

describe("a criterion for some agents", () => {
  test.each([
    [["a"], "met", "own"],
    [["b"], "not_met", "own"],
    [["a", "b"], "not_met", "own"],
    [["c"], "not_applicable", "none"],
  ] as const)("of %j it is %s by their %s rows", (agents, state, scope) =>
    expect(scopedOf(OWNER, wholeOf(OWNER), counted(two), agents, LIMITS)).toMatchObject({ state, scope }),
  );

  test("too few rows never pass, and say how many are needed", () => {
    const few = counted({ a: [{ hits: 12, of: 12 }] });
    expect(scopedOf(TRACED, wholeOf(TRACED), few, ["a"], LIMITS)).toMatchObject({ state: "insufficient_data", lack: 8 });
  });

  test("what cannot be told apart is the organisation's, and so are its exclusions and waivers", () => {
    expect(scopedOf(OWNER, wholeOf(OWNER, "met"), undefined, ["b"], LIMITS)).toMatchObject({ state: "met", scope: "whole" });
    expect(scopedOf(OWNER, wholeOf(OWNER, "insufficient_data"), counted({}), ["a"], LIMITS)).toMatchObject({ scope: "whole" });
    expect(scopedOf(OWNER, wholeOf(OWNER, "not_applicable"), counted(two), ["b"], LIMITS).state).toBe("not_applicable");
    expect(scopedOf(OWNER, wholeOf(OWNER, "waived"), counted(two), ["b"], LIMITS).state).toBe("waived");
    expect(scopedOf(OWNER, wholeOf(OWNER, "waived"), counted(two), ["a"], LIMITS).state).toBe("met");
  });

  test("a condition of the whole organisation holds or fails for everyone", () => {
    const keys = criterionOf("SEC-2.2");
    const bound = { op: "=", bound: 0, unit: null, hits: null, of: null, low: null, high: null } as const;
    const whole = {
      ...wholeOf(keys),
      held: [
        { ...bound, value: 1, isHeld: true },
        { ...bound, value: 2, isHeld: false },
      ],
    };
    const own = counted({ a: [{ hits: 1, of: 1 }, null] }, ["share", null]);
    expect(scopedOf(keys, whole, own, ["a"], LIMITS)).toMatchObject({ state: "not_met", scope: "own" });
  });
});

/** Criteria whose first condition is a share that must be reached. */
const shares = criteria.filter(({ check }) => {
  const first = check.type === "auto" ? check.conditions[0] : undefined;
  return first?.unit === null && (first.op === ">=" || (first.op === "=" && first.bound === 1));
});

test("a team of which every row holds stands nowhere lower than one of which some do not", () =>
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: shares.length, maxLength: shares.length }), fc.nat(40), (holds, of) => {
      const standing = (isGood: boolean) =>
        cellsOf(
          shares.map((one, i) => {
            const as = one.check.type === "auto" ? one.check.conditions.map((_, place) => (place === 0 ? ("share" as const) : null)) : [];
            const tally = { hits: isGood || holds[i] ? of : 0, of };
            return scopedOf(one, wholeOf(one, "met"), counted({ a: as.map((reads) => reads && tally) }, as), ["a"], LIMITS);
          }),
          {},
        );
      const [good, mixed] = [standing(true), standing(false)];
      expect(good.score).toBeGreaterThanOrEqual(mixed.score);
      for (const [i, cell] of good.cells.entries()) expect(cell.level).toBeGreaterThanOrEqual(mixed.cells[i]?.level ?? 5);
    }),
  ));
