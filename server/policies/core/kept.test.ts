import fc from "fast-check";
import { expect, test } from "vitest";
import type { Evaluation, TriedRule } from "./facts";
import { keepEvaluation, readEvaluation } from "./kept";
import { CLAUSES, EFFECTS, RULE_MODES } from "./rule";

const named = {
  ruleId: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/),
  version: fc.integer({ min: 1, max: 1_000_000 }),
  effect: fc.constantFrom(...EFFECTS),
  mode: fc.constantFrom(...RULE_MODES),
};
const tried: fc.Arbitrary<TriedRule> = fc.oneof(
  fc.record({ ...named, matched: fc.constant(true as const) }),
  fc.record({ ...named, matched: fc.constant(false as const), failed: fc.constantFrom(...CLAUSES, "when" as const) }),
  fc.record({ ...named, matched: fc.boolean(), error: fc.string() }),
);

const withTrace = (trace: readonly TriedRule[]): Evaluation => ({
  effect: "allow",
  cause: "policy",
  rule: null,
  reason: "Because.",
  retry: "never",
  approval: null,
  allowanceMinutes: null,
  obligations: [],
  tried: trace,
  policyVersion: 1,
});

test("an evaluation is read back from storage as it was, every rule that was tried included", () => {
  fc.assert(
    fc.property(fc.array(tried), (trace) => {
      const evaluation = withTrace(trace);
      expect(readEvaluation(JSON.parse(JSON.stringify(keepEvaluation(evaluation))))).toEqual(evaluation);
    }),
  );
});

test("rules that were stored whole, as they once were, are read as they are", () => {
  const whole: TriedRule = { ruleId: "no-gifts", version: 2, effect: "deny", mode: "enforce", matched: false, failed: "tools" };
  expect(readEvaluation(withTrace([whole])).tried).toEqual([whole]);
  expect(keepEvaluation(withTrace([whole])).tried).toEqual(["no-gifts@2 deny enforce tools"]);
});
