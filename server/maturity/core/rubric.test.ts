import { expect, test } from "vitest";
import data from "../rubric/2026-2.json";
import { CORE_DIMENSIONS, CRITERIA_LEVELS, DIMENSION_IDS, parseRubric } from "./rubric";

const rubric = parseRubric(data);

test("the rubric has 127 criteria, 115 of them computed and 12 attested", () => {
  expect(rubric.version).toBe("2026.2");
  expect(rubric.criteria).toHaveLength(127);
  expect(rubric.criteria.filter(({ check }) => check.type === "auto")).toHaveLength(115);
  expect(rubric.criteria.filter(({ check }) => check.type === "attest")).toHaveLength(12);
});

test("every dimension has criteria at every level above the first", () => {
  for (const dimension of DIMENSION_IDS) {
    for (const level of CRITERIA_LEVELS) {
      expect(rubric.criteria.filter((one) => one.dimension === dimension && one.level === level).length).toBeGreaterThanOrEqual(3);
    }
  }
  for (const dimension of CORE_DIMENSIONS) expect(rubric.criteria.some((one) => one.dimension === dimension && one.isCore)).toBe(true);
});

test("a criterion whose id says another level, an id used twice, and a field that nobody knows are refused", () => {
  const [first, ...rest] = data.criteria;
  const withFirst = (change: object) => () => parseRubric({ ...data, criteria: [{ ...first, ...change }, ...rest] });
  expect(withFirst({})).not.toThrow();
  expect(withFirst({ level: 3, level_name: "Controlled" })).toThrow("an id says its dimension and its level");
  expect(withFirst({ id: "PLT-2.2" })).toThrow("an id is used once");
  expect(withFirst({ colour: "red" })).toThrow();
});
