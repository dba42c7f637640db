import { DEFAULT_APPROVAL } from "@/server/policies/core/default-approval";
import { compilePolicy } from "@/server/policies/core/evaluate";
import type { Facts } from "@/server/policies/core/facts";
import type { Rule, RuleDefinition } from "@/server/policies/core/rule";
import { report } from "./figure";

const RULES = 100;
const TARGET_PER_SECOND = 100_000;
const ROUNDS = 5;
const ROUND_MS = 500;

type Shape = Pick<RuleDefinition, "effect" | "match" | "when">;
const anything = { agents: [], tools: [], teams: [], sideEffects: [], riskTiers: [], environments: [] };

/** One system's rules, as an organisation writes them: a ban, limits that ask someone, an allowance, one by team. */
const shapesOf = (system: number): readonly Shape[] => [
  { effect: "deny", match: { ...anything, tools: [`system${system}.*`], agents: ["trial-*"] }, when: null },
  {
    effect: "require_approval",
    match: { ...anything, tools: [`system${system}.*`] },
    when: `args.percent > ${60 + (system % 30)}`,
  },
  {
    effect: "allow",
    match: { ...anything, tools: [`system${system}.action-?`], teams: ["Team *"], environments: ["prod*"] },
    when: 'args.percent <= 40 && agent.state == "live"',
  },
  { effect: "require_approval", match: { ...anything, tools: [`*${system}.*`], sideEffects: ["irreversible"] }, when: null },
];

const rules = Array.from({ length: RULES / 4 }, (_, system) => shapesOf(system))
  .flat()
  .map(
    (shape, i): Rule => ({
      ...shape,
      id: `rule-${i}`,
      version: 1,
      authorId: null,
      order: i,
      name: `Rule ${i}`,
      reason: "Because.",
      retry: null,
      approval: shape.effect === "require_approval" ? { ...DEFAULT_APPROVAL, dueMinutes: 60, expiryMinutes: 600 } : null,
      allowanceMinutes: null,
      mode: "enforce",
    }),
  );

const callOf = (i: number): Facts => ({
  agent: {
    name: `agent-${i % 40}`,
    team: `Team ${i % 5}`,
    riskTier: "medium",
    environment: "production",
    state: "live",
    isRegistered: true,
  },
  tool: {
    name: `system${i % 25}.action-${i % 7}`,
    version: "1",
    sideEffect: i % 3 === 0 ? "irreversible" : "reversible",
    isRegistered: true,
    isGranted: true,
  },
  args: { account: `acme-${i}`, percent: i % 100 },
  resource: `crm:account/${i}`,
  impact: { amountMicroUsd: String(i * 1_000_000), records: 1, external: true, reversible: false },
  run: { id: `run-${i}`, taskClass: "bench" },
  initiator: { type: "user", id: "sam@acme.example" },
  time: { hour: 16, weekday: 5, iso: "2026-11-20T16:00:00.000Z", zone: "UTC" },
});

const evaluate = compilePolicy({ version: 1, publishedAt: null, rules });
const calls = Array.from({ length: 1_000 }, (_, i) => callOf(i));

/** Decisions a second on one core, each with its whole trace. */
function round(): number {
  const startedAt = performance.now();
  let count = 0;
  let elapsedMs = 0;
  while (elapsedMs < ROUND_MS) {
    for (const call of calls) evaluate(call);
    count += calls.length;
    elapsedMs = performance.now() - startedAt;
  }
  return (count * 1_000) / elapsedMs;
}

round();
// The best round: everything else that runs on the machine can only slow it down.
const value = Math.max(...Array.from({ length: ROUNDS }, round));
report({
  name: `policy decisions with ${RULES} rules, one core`,
  value: Math.round(value),
  unit: "a second",
  target: `>= ${TARGET_PER_SECOND}`,
  ok: value >= TARGET_PER_SECOND,
});
