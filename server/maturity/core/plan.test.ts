import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lastDayOf, quarterAfter, quarterOf, quartersBetween, whatIf } from "./plan";
import { CRITERIA_LEVELS, DIMENSION_IDS } from "./rubric";
import { STATES } from "./state";

const HOUSE = DIMENSION_IDS.flatMap((dimension) =>
  CRITERIA_LEVELS.flatMap((level) =>
    [1, 2].map((place) => ({
      id: `${dimension}-${level}.${place}`,
      dimension,
      level,
      isCore: place === 1,
      state: "not_met" as (typeof STATES)[number],
      weight: 1,
      effort: place,
    })),
  ),
);
const everyId = HOUSE.map(({ id }) => id);
const anyHouse = fc
  .array(fc.constantFrom(...STATES), { minLength: HOUSE.length, maxLength: HOUSE.length })
  .map((states) => HOUSE.map((one, i) => ({ ...one, state: states[i] ?? one.state })));

describe("quarters", () => {
  test.each([
    ["2026-Q4", 1, "2027-Q1"],
    ["2027-Q1", -1, "2026-Q4"],
    ["2026-Q2", 9, "2028-Q3"],
    ["2026-Q3", 0, "2026-Q3"],
  ])("%s and %i more is %s", (quarter, by, then) => expect(quarterAfter(quarter, by)).toBe(then));

  test.each([
    ["2026-11-23", "2026-Q4", "2026-12-31"],
    ["2027-01-01", "2027-Q1", "2027-03-31"],
    ["2028-06-30", "2028-Q2", "2028-06-30"],
    ["2027-07-01", "2027-Q3", "2027-09-30"],
  ])("%s lies in %s, which ends on %s", (day, quarter, last) => {
    expect(quarterOf(day)).toBe(quarter);
    expect(lastDayOf(quarter)).toBe(last);
  });

  test("between two are both and all that lie between; backwards there is none", () => {
    expect(quartersBetween("2026-Q3", "2027-Q1")).toEqual(["2026-Q3", "2026-Q4", "2027-Q1"]);
    expect(quartersBetween("2027-Q1", "2026-Q4")).toEqual([]);
  });
});

describe("what if", () => {
  test("the first level of the core dimensions lifts the whole, and the rest says what comes next", () => {
    const level2 = new Set(everyId.filter((id) => /^(GOV|SEC|HITL)-2/.test(id)));
    const { now, reached, rest } = whatIf(HOUSE, {}, level2);
    expect([now.level, reached.level, rest.to]).toEqual([1, 2, 3]);
    expect(rest.ids.toSorted()).toEqual(everyId.filter((id) => /^(GOV|SEC|HITL)-3/.test(id)).toSorted());
  });

  test("everything met is the top, with nothing left", () => {
    expect(whatIf(HOUSE, {}, new Set(everyId))).toMatchObject({ reached: { level: 5, score: 5 }, rest: { to: null, ids: [] } });
  });

  test("more that is met never lowers a level or a score, and what does not apply lifts nothing", () =>
    fc.assert(
      fc.property(anyHouse, fc.subarray(everyId), fc.subarray(everyId), (house, some, more) => {
        const fewer = whatIf(house, {}, new Set(some));
        const all = whatIf(house, {}, new Set([...some, ...more]));
        expect(fewer.reached.score).toBeGreaterThanOrEqual(fewer.now.score);
        expect(all.reached.score).toBeGreaterThanOrEqual(fewer.reached.score);
        expect(all.reached.level).toBeGreaterThanOrEqual(fewer.reached.level);
        const excluded = new Set(house.filter(({ state }) => state === "not_applicable").map(({ id }) => id));
        expect(whatIf(house, {}, excluded).reached).toEqual(fewer.now);
      }),
    ));

  test("what is left over reaches the level that it names", () =>
    fc.assert(
      fc.property(anyHouse, fc.subarray(everyId), (house, some) => {
        const { rest } = whatIf(house, {}, new Set(some));
        const after = whatIf(house, {}, new Set([...some, ...rest.ids])).reached.level;
        // A level of which nothing applies cannot be reached by anyone.
        const isReachable = (["GOV", "SEC", "HITL"] as const).every((dimension) =>
          CRITERIA_LEVELS.filter((level) => level <= (rest.to ?? 1)).every((level) =>
            house.some((one) => one.dimension === dimension && one.level === level && one.state !== "not_applicable"),
          ),
        );
        if (rest.to !== null && isReachable) expect(after).toBeGreaterThanOrEqual(rest.to);
      }),
    ));
});
