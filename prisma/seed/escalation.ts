import { setTarget } from "@/server/approvals/set-targets";
import { createChain } from "@/server/escalation/chains";
import { ChainInput } from "@/server/escalation/schema";
import { setManager } from "@/server/identity/managers";
import type { PersonActor } from "@/server/platform/actor";
import { saveRule } from "@/server/policies/edits";
import { RuleDefinitionSchema, type RuleDraft } from "@/server/policies/schema";
import { policyInForce, publish } from "@/server/policies/service";
import { expectOk } from "./expect";

type IdOf = (email: string) => string;

/** Who answers to whom, as far as chains need it: the owners of agents, and those who approve. */
const MANAGERS: readonly (readonly [string, string])[] = [
  ["dana@reeve.demo", "approver2@reeve.demo"],
  ["jon@reeve.demo", "executive@reeve.demo"],
  ["lea@reeve.demo", "admin@reeve.demo"],
  ["noor@reeve.demo", "approver@reeve.demo"],
  ["approver@reeve.demo", "executive@reeve.demo"],
];

const HOUR = 60;

/** Managers, two chains, and how fast each risk tier is to be decided. */
export async function seedEscalation(admin: PersonActor, operator: PersonActor, onCallId: string, idOf: IdOf): Promise<void> {
  for (const [person, manager] of MANAGERS) {
    expectOk(await setManager(admin, { personId: idOf(person), managerId: idOf(manager) }), `the manager of ${person}`);
  }
  const add = async (chain: object, what: string) => expectOk(await createChain(operator, ChainInput.parse(chain)), what).id;
  const everyDay = await add(
    {
      name: "Remind, then the manager",
      steps: [
        { after: { percentOfSla: 50 }, targets: [{ kind: "stage" }] },
        { after: { percentOfSla: 90 }, targets: [{ kind: "stage" }, { kind: "ownerManager" }], channels: ["inbox", "email"] },
      ],
      loops: 1,
      pauseMinutes: 2 * HOUR,
      final: { kind: "expire" },
    },
    "the everyday chain",
  );
  const highRisk = await add(
    {
      name: "High risk, on call",
      steps: [
        { after: { percentOfSla: 50 }, targets: [{ kind: "stage" }], channels: ["inbox", "slack"] },
        {
          after: { percentOfSla: 90 },
          targets: [{ kind: "onCall", id: onCallId }],
          channels: ["inbox", "email", "slack"],
          important: true,
        },
        { after: { percentOfSla: 125 }, targets: [{ kind: "ownerManager" }, { kind: "person", id: idOf("auditor@reeve.demo") }] },
      ],
      loops: 0,
      pauseMinutes: 3 * HOUR,
      final: { kind: "page", onCallId },
    },
    "the chain of high risk",
  );
  await seedOwnRules(operator);
  const target = { revision: 0, calendarId: null };
  for (const [riskTier, dueMinutes, expiryMinutes, chainId] of [
    ["low", 8 * HOUR, 48 * HOUR, null],
    ["medium", 4 * HOUR, 24 * HOUR, everyDay],
    ["high", HOUR, 24 * HOUR, highRisk],
  ] as const) {
    expectOk(await setTarget(operator, { ...target, riskTier, dueMinutes, expiryMinutes, chainId }), `the target of ${riskTier}`);
  }
}

/** The rules that Reeve came with, made the organisation's own: what asks people says so by the name of who is asked. */
async function seedOwnRules(operator: PersonActor): Promise<void> {
  const policy = await policyInForce();
  const rules = policy.rules.map(({ version: _, authorId: __, approval, ...rule }) =>
    RuleDefinitionSchema.parse({
      ...rule,
      approval: approval && { ...approval, stages: approval.stages.map((stage) => ({ ...stage, name: stage.groups[0] ?? stage.name })) },
    }),
  );
  const reason = "Our own from here on: each stage bears the name of who is asked.";
  expectOk(await publish(operator, { rules, reason, baseVersion: policy.version }), "the organisation's own rules");
}

/** A rule of two pairs of eyes, written by the form the day before: what it asks first waits for its second vote. */
export async function seedFourEyes(operator: PersonActor): Promise<void> {
  const rule = {
    id: "claims-over-10000",
    name: "Claims over $10,000",
    effect: "require_approval",
    match: { tools: ["claims.pay_out"] },
    when: "args.amountUsd > 10000",
    reason: "Claims over $10,000 take two people of Finance.",
    approval: { stages: [{ name: "Finance", groups: ["Finance"], quorum: 2 }], dueMinutes: 4 * HOUR, expiryMinutes: 24 * HOUR },
  } as unknown as RuleDraft;
  const { version } = await policyInForce();
  const change = { baseVersion: version, reason: "Four eyes on large claims, as the auditors asked in October." };
  expectOk(await saveRule(operator, { ...change, rule, isNew: true, before: "large-payment" }), "the rule of four eyes");
}
