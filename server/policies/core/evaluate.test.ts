import { isCelError, run } from "@bufbuild/cel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindingsOf } from "./condition";
import { ANY_APPROVER, DEFAULT_APPROVAL } from "./default-approval";
import { compilePolicy } from "./evaluate";
import type { Facts } from "./facts";
import { type Effect, type PolicySet, RISK_TIERS, RULE_MODES, type Rule, SIDE_EFFECTS } from "./rule";

const FINANCE = { ...DEFAULT_APPROVAL, stages: [{ ...ANY_APPROVER, groups: ["Finance"] }], dueMinutes: 60, expiryMinutes: 600 };
const ANY = { agents: [], tools: [], teams: [], sideEffects: [], riskTiers: [], environments: [] };

function ruleOf(id: string, effect: Effect, more: Partial<Rule> = {}): Rule {
  const approval = effect === "require_approval" ? FINANCE : null;
  const named = { id, version: 1, authorId: null, order: 100, name: id, effect, match: ANY, when: null, reason: `Because of ${id}.` };
  return { ...named, retry: null, approval, allowanceMinutes: null, mode: "enforce", ...more };
}

const policyOf = (...rules: Rule[]): PolicySet => ({ version: 7, publishedAt: null, rules });

function factsOf(
  more: { agent?: Partial<Facts["agent"]>; tool?: Partial<Facts["tool"]> } & Partial<Omit<Facts, "agent" | "tool">> = {},
): Facts {
  return {
    args: { percent: 50 },
    resource: null,
    impact: null,
    run: null,
    initiator: { type: "user", id: "sam@reeve.demo" },
    time: { hour: 16, weekday: 5, iso: "2026-11-20T16:00:00.000Z", zone: "UTC" },
    ...more,
    agent: {
      name: "sales-agent",
      team: "Sales",
      riskTier: "high",
      environment: "production",
      state: "live",
      isRegistered: true,
      ...more.agent,
    },
    tool: { name: "crm.apply_discount", version: "3", sideEffect: "irreversible", isRegistered: true, isGranted: true, ...more.tool },
  };
}

const decide = (policy: PolicySet, facts: Facts) => compilePolicy(policy)(facts);

/** The law in its plainest form, slow and without any memory: the engine must say the same. */
function reference(policy: PolicySet, given: Facts): { effect: Effect; ruleId: string | null; cause: string } {
  const sideEffect = given.tool.isRegistered ? given.tool.sideEffect : "irreversible";
  const facts = { ...given, tool: { ...given.tool, sideEffect } };
  if ((!facts.agent.isRegistered || facts.agent.state === "shadow") && sideEffect !== "read")
    return { effect: "deny", ruleId: null, cause: "unregistered" };
  const glob = (patterns: readonly string[], text: string) =>
    patterns.length === 0 ||
    patterns.some((pattern) =>
      new RegExp(
        `^${pattern
          .replace(/[.+^${}()|[\]\\]/g, "\\$&")
          .replaceAll("*", "[^]*")
          .replaceAll("?", "[^]")}$`,
      ).test(text),
    );
  const matches = ({ match, when, effect, mode }: Rule) => {
    if (mode !== "enforce") return false;
    const isAbout =
      glob(match.agents, facts.agent.name) &&
      glob(match.tools, facts.tool.name) &&
      glob(match.teams, facts.agent.team ?? "") &&
      glob(match.environments, facts.agent.environment) &&
      (match.sideEffects.length === 0 || match.sideEffects.includes(sideEffect)) &&
      (match.riskTiers.length === 0 || match.riskTiers.includes(facts.agent.riskTier));
    if (!isAbout || when === null) return isAbout;
    const answer = run(when, bindingsOf(facts));
    return isCelError(answer) || typeof answer !== "boolean" ? effect !== "allow" : answer;
  };
  const strictness = { deny: 0, require_approval: 1, allow: 2 };
  const matching = policy.rules
    .filter(matches)
    .sort((a, b) => a.order - b.order || strictness[a.effect] - strictness[b.effect] || a.id.localeCompare(b.id));
  const winner = matching.find((rule) => rule.effect === "deny") ?? matching[0];
  if (winner) return { effect: winner.effect, ruleId: winner.id, cause: "policy" };
  return { effect: sideEffect === "read" ? "allow" : "require_approval", ruleId: null, cause: "policy" };
}

const names = ["sales-agent", "sales-bot", "refund-agent"];
const tools = ["crm.apply_discount", "crm.read", "pay.refund"];
const teams = ["Sales", "Care"];
const some = <T>(values: readonly T[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([] as T[]) }, { weight: 1, arbitrary: fc.subarray([...values]) });
const conditions = [
  "args.percent > 20",
  'agent.team == "Sales"',
  "args.missing == 1",
  "args.percent",
  "impact.amountUsd > 5",
  "has(args.missing)",
  "broken(",
  "time.hour < 12",
];

const anyRules = fc
  .array(
    fc.record({
      effect: fc.constantFrom<Effect>("deny", "require_approval", "allow", "require_approval", "allow"),
      order: fc.integer({ min: 0, max: 4 }),
      mode: fc.constantFrom(...RULE_MODES, "enforce" as const),
      when: fc.option(fc.constantFrom(...conditions), { nil: null }),
      match: fc.record({
        agents: some(["sales-*", "refund-agent", "*", "?ales-bot"]),
        tools: some(["crm.*", "*.refund", "crm.read", "*"]),
        teams: some([...teams, "*a*"]),
        sideEffects: some(SIDE_EFFECTS),
        riskTiers: some(RISK_TIERS),
        environments: some(["production", "stag*"]),
      }),
    }),
    { maxLength: 8 },
  )
  .map((drafts) => drafts.map(({ effect, ...more }, i) => ruleOf(`rule-${i}`, effect, more)));

const anyFacts = fc
  .record({
    name: fc.constantFrom(...names),
    team: fc.option(fc.constantFrom(...teams), { nil: null }),
    riskTier: fc.constantFrom(...RISK_TIERS),
    environment: fc.constantFrom("production", "staging"),
    state: fc.constantFrom("live", "draft", "shadow"),
    toolName: fc.constantFrom(...tools),
    sideEffect: fc.constantFrom(...SIDE_EFFECTS),
    isToolRegistered: fc.boolean(),
    percent: fc.constantFrom<unknown>(5, 21, "50", null, undefined),
    amountMicroUsd: fc.constantFrom("1000000", "9000000", null),
  })
  .map((f) =>
    factsOf({
      agent: {
        name: f.name,
        team: f.team,
        riskTier: f.riskTier,
        environment: f.environment,
        state: f.state,
        isRegistered: f.state !== "shadow",
      },
      tool: { name: f.toolName, sideEffect: f.sideEffect, isRegistered: f.isToolRegistered },
      args: f.percent === undefined ? {} : { percent: f.percent },
      impact: { amountMicroUsd: f.amountMicroUsd },
    }),
  );

const STRICTNESS = { allow: 0, require_approval: 1, deny: 2 } as const;

describe("laws", () => {
  test("the engine says what the plain reading of the law says, also when asked again", () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyFacts, { minLength: 1, maxLength: 6 }), (rules, calls) => {
        const evaluate = compilePolicy(policyOf(...rules));
        for (const facts of [...calls, ...calls]) {
          const { effect, rule, cause } = evaluate(facts);
          expect({ effect, ruleId: rule?.id ?? null, cause }).toEqual(reference(policyOf(...rules), facts));
        }
      }),
      { numRuns: 800 },
    );
  });

  test("adding a deny never relaxes", () => {
    fc.assert(
      fc.property(anyRules, anyRules, anyFacts, (rules, more, facts) => {
        const added = more.map((rule, i) => ({ ...rule, id: `added-${i}`, effect: "deny" as const }));
        const before = STRICTNESS[decide(policyOf(...rules), facts).effect];
        expect(STRICTNESS[decide(policyOf(...rules, ...added), facts).effect]).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test("neither the order of the list nor rules that do not match change the outcome", () => {
    fc.assert(
      fc.property(anyRules, anyFacts, fc.infiniteStream(fc.nat()), (rules, facts, dice) => {
        const shuffled = rules
          .map((rule) => ({ rule, key: dice.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ rule }) => rule);
        const elsewhere = ruleOf("elsewhere", "allow", { order: 0, match: { ...ANY, tools: ["nowhere.*"] } });
        const { tried: _, ...expected } = decide(policyOf(...rules), facts);
        const { tried: __, ...actual } = decide(policyOf(elsewhere, ...shuffled), facts);
        expect(actual).toEqual(expected);
      }),
    );
  });

  test("the trace accounts for every rule up to the one that decided, and names the clause that failed", () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const { rule, tried, cause } = decide(policyOf(...rules), facts);
        fc.pre(cause === "policy");
        const acting = tried.filter((entry) => entry.mode === "enforce");
        expect(acting.filter((entry) => entry.matched).map((entry) => entry.ruleId)).toEqual(rule === null ? [] : [rule.id]);
        expect(tried.every((entry) => entry.matched === (entry.failed === undefined))).toBe(true);
        expect(tried.filter((entry) => entry.mode === "shadow")).toHaveLength(rules.filter((r) => r.mode === "shadow").length);
        expect(tried.some((entry) => entry.mode === "off")).toBe(false);
        if (rule === null) expect(tried).toHaveLength(rules.filter((r) => r.mode !== "off").length);
      }),
    );
  });
});

describe("each clause", () => {
  const cases: [clause: string, match: Partial<Rule["match"]>, fits: Facts, fails: Facts][] = [
    ["agents", { agents: ["sales-*"] }, factsOf(), factsOf({ agent: { name: "refund-agent" } })],
    ["tools", { tools: ["crm.*", "x"] }, factsOf(), factsOf({ tool: { name: "payments.refund" } })],
    ["teams", { teams: ["S?les"] }, factsOf(), factsOf({ agent: { team: null } })],
    ["sideEffects", { sideEffects: ["irreversible"] }, factsOf(), factsOf({ tool: { sideEffect: "reversible" } })],
    ["riskTiers", { riskTiers: ["medium", "high"] }, factsOf(), factsOf({ agent: { riskTier: "low" } })],
    ["environments", { environments: ["prod*"] }, factsOf(), factsOf({ agent: { environment: "staging" } })],
  ];
  test.each(cases)("%s decides alone, and is named when it fails", (clause, match, fits, fails) => {
    const policy = policyOf(ruleOf("only", "deny", { match: { ...ANY, ...match } }));
    expect(decide(policy, fits)).toMatchObject({ effect: "deny", tried: [{ ruleId: "only", matched: true }] });
    expect(decide(policy, fails).tried).toMatchObject([{ ruleId: "only", matched: false, failed: clause }]);
  });

  test("a condition decides after the match, and is named when it fails", () => {
    const policy = policyOf(ruleOf("over-20", "require_approval", { when: "args.percent > 20" }));
    expect(decide(policy, factsOf()).rule?.id).toBe("over-20");
    expect(decide(policy, factsOf({ args: { percent: 20 } })).tried).toMatchObject([{ matched: false, failed: "when" }]);
  });

  test.each([
    ["deny", true],
    ["require_approval", true],
    ["allow", false],
  ] as const)("a condition of %s that cannot be evaluated takes the stricter side, and the trace says why", (effect, matched) => {
    const [entry] = decide(policyOf(ruleOf("broken", effect, { when: "args.nothing > 20" })), factsOf()).tried;
    expect(entry).toMatchObject({ matched, error: "field not found: nothing" });
  });

  test("money is there as a number, and what was not stated is absent", () => {
    const policy = policyOf(ruleOf("dear", "deny", { when: "has(impact.amountUsd) && impact.amountUsd > 500" }));
    expect(decide(policy, factsOf({ impact: { amountMicroUsd: "500000001" } })).effect).toBe("deny");
    expect(decide(policy, factsOf({ impact: { amountMicroUsd: null } })).effect).toBe("require_approval");
  });
});

describe("without a matching rule", () => {
  test.each([
    ["read", "allow"],
    ["reversible", "require_approval"],
    ["externally_reversible", "require_approval"],
    ["irreversible", "require_approval"],
  ] as const)("%s is answered %s", (sideEffect, effect) => {
    expect(decide(policyOf(), factsOf({ tool: { sideEffect } }))).toMatchObject({ effect, rule: null, cause: "policy" });
  });

  test("an unregistered tool counts as irreversible, whatever it claims to be", () => {
    const facts = factsOf({ tool: { isRegistered: false, sideEffect: "read" } });
    expect(decide(policyOf(), facts).effect).toBe("require_approval");
    expect(decide(policyOf(ruleOf("reading", "allow", { match: { ...ANY, sideEffects: ["read"] } })), facts).effect).toBe(
      "require_approval",
    );
  });

  test("an unregistered agent may read and nothing else, even where a rule allows it", () => {
    const policy = policyOf(ruleOf("all", "allow"));
    const agent = { state: "shadow", isRegistered: false };
    expect(decide(policy, factsOf({ agent }))).toMatchObject({ effect: "deny", cause: "unregistered", rule: null, retry: "later" });
    expect(decide(policy, factsOf({ agent, tool: { sideEffect: "read" } })).effect).toBe("allow");
    expect(decide(policy, factsOf({ agent, tool: { sideEffect: "read", isRegistered: false } })).effect).toBe("deny");
  });
});

test("a rule in shadow is recorded and does not act", () => {
  const answer = decide(policyOf(ruleOf("shadow", "deny", { mode: "shadow" }), ruleOf("all", "allow")), factsOf());
  expect(answer).toMatchObject({ effect: "allow", tried: [{ ruleId: "all" }, { ruleId: "shadow", mode: "shadow", matched: true }] });
});

test("the answer carries what the rule says of people, reason and retry", () => {
  const asked = ruleOf("ask", "require_approval", { allowanceMinutes: 30, version: 4, authorId: "per_1" });
  expect(decide(policyOf(asked), factsOf())).toMatchObject({
    rule: { id: "ask", version: 4, name: "ask", authorId: "per_1" },
    reason: "Because of ask.",
    retry: "later",
    approval: FINANCE,
    allowanceMinutes: 30,
    policyVersion: 7,
  });
  expect(decide(policyOf(ruleOf("no", "deny")), factsOf()).retry).toBe("never");
  expect(decide(policyOf(ruleOf("no", "deny", { when: "args.percent > 20" })), factsOf()).retry).toBe("after_change");
});
