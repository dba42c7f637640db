import { expect, test } from "vitest";
import { CHECKS } from "./checks";
import { RUBRIC } from "./rubrics";

test("every computed criterion has one check, and no attested one has any", () => {
  const computed = RUBRIC.criteria.filter(({ check }) => check.type === "auto").map(({ id }) => id);
  expect([...CHECKS.keys()].toSorted()).toEqual(computed.toSorted());
});
