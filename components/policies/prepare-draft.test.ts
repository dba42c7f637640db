import { expect, test } from "vitest";
import { checkDraft, draftOf, EMPTY_DRAFT, faultAt, idFor, matchedAgents, matchedTools, NEW_STAGE, ruleOf } from "./prepare-draft";

test.each([
  ["Discounts over 20 %", "discounts-over-20"],
  ["  Überweisungen, groß ", "u-berweisungen-gro"],
  ["!", ""],
  ["x".repeat(80), "x".repeat(63)],
])("an id for %s", (name, id) => {
  expect(idFor(name)).toBe(id);
});

test("what the chosen effect has no use for is not published, and a rule comes back as it was", () => {
  const asked = { ...EMPTY_DRAFT, id: "a", name: "A", reason: "Ask.", when: " args.x ", allowanceMinutes: 30 };
  expect(ruleOf({ ...asked, effect: "deny", retry: "later" })).toMatchObject({
    approval: null,
    when: "args.x",
    allowanceMinutes: null,
    retry: "later",
  });
  const rule = ruleOf({ ...asked, when: "" });
  expect(rule).toMatchObject({ when: null, approval: EMPTY_DRAFT.approval, retry: null });
  expect(ruleOf(draftOf({ ...rule, order: 7 }))).toEqual(rule);
});

test("what is wrong is told at its place, as a sentence", () => {
  const stages = [NEW_STAGE, { ...NEW_STAGE, quorum: Number.NaN }];
  const faults = checkDraft(
    { ...EMPTY_DRAFT, match: { ...EMPTY_DRAFT.match, tools: ["crm. *"] }, approval: { ...EMPTY_DRAFT.approval, stages } },
    "",
  );
  expect(faultAt(faults, "name")).toBe("Must not be empty.");
  expect(faultAt(faults, "match.tools")).toMatch(/^Must not contain spaces/);
  expect(faultAt(faults, "approval.stages.1.quorum")).toBe("Must be a whole number.");
  expect(faultAt(faults, "approval.stages.0")).toBeNull();
  expect(faultAt(faults, "changeReason")).toBe("Must not be empty.");
});

test("a match counts the agents and the tools that it is about", () => {
  const agents = [
    { name: "sales-agent", team: { name: "Sales" }, riskTier: "high" as const, environment: "production" },
    { name: "care-agent", team: null, riskTier: "low" as const, environment: "staging" },
  ];
  const tools = [
    { name: "crm.read", sideEffect: "read" as const },
    { name: "crm.apply_discount", sideEffect: "irreversible" as const },
  ];
  const match = {
    ...EMPTY_DRAFT.match,
    agents: ["*-agent"],
    riskTiers: ["high" as const],
    tools: ["crm.*"],
    sideEffects: ["read" as const],
  };
  expect([matchedAgents(match, agents), matchedTools(match, tools)]).toEqual([1, 1]);
  expect([matchedAgents(EMPTY_DRAFT.match, agents), matchedTools(EMPTY_DRAFT.match, tools)]).toEqual([2, 2]);
});
