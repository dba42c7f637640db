import { expect, test } from "vitest";
import { rulesWith, rulesWithout } from "./place";
import type { Rule } from "./rule";

const rule = (id: string, order: number, effect: Rule["effect"] = "allow"): Rule => ({
  ...{ id, order, effect, version: 1, authorId: null, name: id, when: null, reason: id, retry: null, approval: null },
  ...{
    allowanceMinutes: null,
    mode: "enforce",
    match: { agents: [], tools: [], teams: [], sideEffects: [], riskTiers: [], environments: [] },
  },
});
const RULES = [rule("a", 10), rule("b", 500), rule("c", 501), rule("tied", 501, "require_approval")];
const orderOf = (rules: readonly { id: string; order: number }[]) => rules.map(({ id, order }) => `${id} ${order}`).join(", ");

test.each<[string, string | null | undefined, string]>([
  ["c", "a", "c 10, a 20, b 30, tied 40"],
  ["a", null, "b 10, tied 20, c 30, a 40"],
  ["b", undefined, "a 10, b 20, tied 30, c 40"],
  ["new", null, "a 10, b 20, tied 30, c 40, new 50"],
  ["new", "b", "a 10, new 20, b 30, tied 40, c 50"],
  ["new", "gone", "a 10, b 20, tied 30, c 40, new 50"],
])("%s before %s: every place is a number of its own, and an old tie keeps its meaning", (id, before, expected) => {
  expect(orderOf(rulesWith(RULES, rule(id, 0), before))).toBe(expected);
});

test("a rule that is left out leaves no gap", () => {
  expect(orderOf(rulesWithout(RULES, "b"))).toBe("a 10, tied 20, c 30");
});
