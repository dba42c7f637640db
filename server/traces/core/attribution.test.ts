import { expect, test } from "vitest";
import { type AttributionRule, attributed, isUnclear, readsAttributes, ruleFor, type Unclear } from "./attribution";

const call = (over: Partial<Unclear> = {}): Unclear => ({
  agent: null,
  team: null,
  taskClass: null,
  service: "erp",
  attributes: new Map([["deployment", "berlin"]]),
  ...over,
});
const rule = (when: Partial<AttributionRule["when"]>, give: Partial<AttributionRule["give"]>): AttributionRule => ({
  when: { service: null, agent: null, attribute: null, ...when },
  give: { agent: null, team: null, taskClass: null, ...give },
});

test("the first rule that fits and gives what is missing decides", () => {
  const rules = [
    rule({ service: "crm" }, { team: "Sales" }),
    rule({ service: "erp" }, { team: "Procurement" }),
    rule({}, { team: "Platform", agent: "unknown" }),
  ];
  expect(attributed(call(), rules)).toEqual({ agent: null, team: "Procurement", taskClass: null });
  expect(attributed(call({ service: null }), rules)).toEqual({ agent: "unknown", team: "Platform", taskClass: null });
});

test("what is known stays, and a rule that gives nothing missing lets the next one speak", () => {
  const rules = [rule({}, { team: "Platform" }), rule({ agent: "a" }, { taskClass: "figures" })];
  const known = call({ agent: "a", team: "Data" });
  expect(attributed(known, rules)).toEqual({ agent: "a", team: "Data", taskClass: "figures" });
  expect(isUnclear({ agent: "a", team: "Data", taskClass: "figures" })).toBe(false);
});

test("an attribute must be there with that value", () => {
  const rules = [rule({ attribute: { name: "deployment", value: "berlin" } }, { team: "Data" })];
  expect(ruleFor(call(), rules)).toBe(0);
  expect(ruleFor(call({ attributes: new Map([["deployment", "paris"]]) }), rules)).toBe(-1);
  expect(readsAttributes(rules)).toBe(true);
});
