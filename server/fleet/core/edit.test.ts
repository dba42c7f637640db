import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AgentFacts, CAREFUL, isChange, planEdit, type Wanted } from "./edit";
import { AGENT_STATES } from "./lifecycle";
import { AI_ACT_CLASSES, AI_ACT_ROLES, ENVIRONMENTS, RISK_TIERS } from "./vocabulary";

const LIVE: AgentFacts = { ...CAREFUL, state: "live", ownerId: "per_1", toolIds: ["a", "b"] };
const facts = fc.record({
  purpose: fc.string(),
  ownerId: fc.option(fc.constantFrom("per_1", "per_2")),
  teamId: fc.option(fc.constantFrom("tea_1", "tea_2")),
  riskTier: fc.constantFrom(...RISK_TIERS),
  environment: fc.constantFrom(...ENVIRONMENTS),
  state: fc.constantFrom(...AGENT_STATES),
  toolIds: fc.uniqueArray(fc.constantFrom("a", "b", "c")),
  riskReason: fc.option(fc.string()),
  aiActRole: fc.option(fc.constantFrom(...AI_ACT_ROLES)),
  aiActClass: fc.option(fc.constantFrom(...AI_ACT_CLASSES)),
  outOfBounds: fc.array(fc.string(), { maxLength: 3 }),
  reviewDue: fc.option(fc.constantFrom("2026-12-01", "2027-01-01")),
});

function plan(current: AgentFacts, wanted: Wanted) {
  const answer = planEdit(current, wanted);
  if ("fault" in answer) throw new Error(answer.fault);
  return answer.plan;
}

describe("an edit", () => {
  test("changes what it names and nothing else", () => {
    const { facts: after, fields, granted, revoked, command } = plan(LIVE, { riskTier: "low", toolIds: ["b", "c"] });
    expect(after).toEqual({ ...LIVE, riskTier: "low", toolIds: ["b", "c"] });
    expect({ fields, granted, revoked, command }).toEqual({ fields: ["riskTier"], granted: ["c"], revoked: ["a"], command: null });
  });

  test("of a shadow registers it: as a draft unless it says live", () => {
    const shadow: AgentFacts = { ...CAREFUL, state: "shadow", environment: "unknown" };
    expect(plan(shadow, { purpose: "x" })).toMatchObject({ command: "draft", facts: { state: "draft", environment: "production" } });
    expect(plan(shadow, { state: "live" })).toMatchObject({ command: "go_live", facts: { state: "live" } });
  });

  test.each([
    ["suspended", "live", "Only Restore"],
    ["suspended", "draft", "Only Restore"],
    ["live", "draft", "cannot become draft"],
    ["live", "suspended", "cannot become suspended"],
    ["retired", "live", "for good"],
    ["retired", "retired", "for good"],
  ] as const)("cannot lead from %s to %s", (from, to, words) => {
    expect(planEdit({ ...LIVE, state: from }, { state: to })).toEqual({ fault: expect.stringContaining(words) });
  });

  test("that was applied, applied again, changes nothing", () => {
    fc.assert(
      fc.property(facts, facts, (current, wanted) => {
        const answer = planEdit(current, wanted);
        if ("fault" in answer || answer.plan.facts.state === "retired") return;
        expect(isChange(plan(answer.plan.facts, wanted))).toBe(false);
      }),
    );
  });

  test("never lets a suspended agent work again", () => {
    fc.assert(
      fc.property(facts, facts, (current, wanted) => {
        const answer = planEdit({ ...current, state: "suspended" }, wanted);
        if ("plan" in answer) expect(["suspended", "retired"]).toContain(answer.plan.facts.state);
      }),
    );
  });
});
