import { expect, test } from "vitest";
import { draftOf, EMPTY_RULE, faultOf, moved, ruleOf, ruleWords } from "./prepare-attribution";

const draft = { ...EMPTY_RULE, service: " erp-sync ", attribute: "tenant", value: "b", giveTeam: "Procurement" };

test("a draft and its rule say the same", () => {
  expect(draftOf(ruleOf(draft))).toEqual({ ...draft, service: "erp-sync" });
  expect(ruleWords(ruleOf(draft))).toBe("What came from erp-sync with tenant = b belongs to the team Procurement.");
});

test("a rule needs something to go by, something to give, and an attribute its value", () => {
  expect(faultOf(draft)).toBeNull();
  expect(faultOf({ ...draft, value: "" })).toContain("needs its value");
  expect(faultOf({ ...EMPTY_RULE, giveTeam: "x" })).toContain("goes by");
  expect(faultOf({ ...EMPTY_RULE, agent: "x" })).toContain("whose it is");
});

test("a rule moves by a place, and not beyond the ends", () => {
  expect(moved(["a", "b"], 0, 1)).toEqual(["b", "a"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});
