import { expect, test } from "vitest";
import { ANY_APPROVER, DEFAULT_APPROVAL } from "@/server/policies/core/default-approval";
import type { RuleMatch, Stage } from "@/server/policies/core/rule";
import { askedWords, factText, matchWords, minutesWords, triedWords } from "./prepare-rule";

const ANY: RuleMatch = { agents: [], tools: [], teams: [], sideEffects: [], riskTiers: [], environments: [] };
const sentence = (match: Partial<RuleMatch>) =>
  matchWords({ ...ANY, ...match })
    .map(({ text, isCode }) => (isCode ? `\`${text}\`` : text))
    .join("");

test.each<[Partial<RuleMatch>, string]>([
  [{}, "Any agent calls any tool"],
  [{ tools: ["crm.apply_discount"] }, "Any agent calls `crm.apply_discount`"],
  [{ agents: ["sales-*", "renewals-agent"], tools: ["a", "b", "c"] }, "`sales-*` or `renewals-agent` calls `a`, `b` or `c`"],
  [{ sideEffects: ["read", "irreversible"] }, "Any agent calls any tool that reads or cannot be undone"],
  [{ riskTiers: ["high"], teams: ["Sales"], environments: ["prod*"] }, "Any agent of high risk of `Sales` in `prod*` calls any tool"],
])("the match %j reads as a sentence", (match, words) => {
  expect(sentence(match)).toBe(words);
});

test("durations keep the unit that divides them", () => {
  expect([45, 60, 90, 1_080, 1_440, 2_880].map(minutesWords)).toEqual(["45 min", "1 h", "90 min", "18 h", "1 d", "2 d"]);
});

test("no group means any approver", () => {
  const plan = (...stages: Partial<Stage>[]) => ({ ...DEFAULT_APPROVAL, stages: stages.map((stage) => ({ ...ANY_APPROVER, ...stage })) });
  expect(askedWords(plan({}))).toBe("Any approver");
  expect(askedWords(plan({ groups: ["Finance", "Sales"] }))).toBe("Finance or Sales");
  expect(askedWords(plan({ groups: ["Finance"] }, { groups: ["Security"], asksManager: true, quorum: 2 }))).toBe(
    "Finance, then 2 of Security or the owner's manager",
  );
});

test("a tried rule says which clause failed, and never hides an error", () => {
  const tried = { ruleId: "r", version: 1, effect: "deny", mode: "enforce" } as const;
  expect(triedWords({ ...tried, matched: true })).toBe("Matched");
  expect(triedWords({ ...tried, matched: false, failed: "when" })).toBe("Not matched: its condition is false");
  expect(triedWords({ ...tried, matched: true, error: "field not found" })).toContain("could not be evaluated");
});

test("an unknown fact is said to be unknown, never zero", () => {
  expect([null, true, 0, "x", { a: 1 }].map(factText)).toEqual(["unknown", "yes", "0", "x", '{"a":1}']);
});
