import { beforeAll, expect, test } from "vitest";
import { mintPerson } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { defaultRules } from "./default-rules";
import { type Facts, PublishInput } from "./schema";
import { ensureDefaultPolicy, evaluate, factsOf, policyInForce } from "./service";
import { tryOut } from "./try-out";

freshDatabase();
beforeAll(async () => {
  await Promise.all([ensureDefaultPolicy(), ensureDefaultPolicy(), ensureDefaultPolicy()]);
  await ensureDefaultPolicy();
});

const FRIDAY_4_PM = new Date("2026-11-20T16:00:00Z");

function callOf(tool: string, args: Record<string, unknown>, more: Partial<Facts["tool"] & Pick<Facts["agent"], "state">> = {}): Facts {
  const { state = "live", sideEffect = "irreversible", isGranted = true } = more;
  const agent = { teamName: "Sales", riskTier: "high" as const, environment: "production", state };
  const parties = { agentName: "sales-agent", agent, toolName: tool, toolVersion: null, tool: { version: "3", sideEffect }, isGranted };
  const call = { args, resource: null, impact: null, run: null, initiator: { type: "user", id: "sam@reeve.demo" } };
  return factsOf(parties, call, FRIDAY_4_PM, "UTC");
}

test("the first start publishes them once, however many processes start", async () => {
  expect(await policyInForce()).toMatchObject({ version: 1 });
});

test.each<[what: string, facts: Facts, effect: string, ruleId: string | null]>([
  ["the 50 % discount of Friday, 4 PM", callOf("crm.apply_discount", { percent: 50 }), "require_approval", "discount-over-20"],
  ["a discount whose percentage is text", callOf("crm.apply_discount", { percent: "50" }), "require_approval", "discount-over-20"],
  ["a discount without a percentage", callOf("crm.apply_discount", {}), "require_approval", "discount-over-20"],
  ["20 % exactly", callOf("crm.apply_discount", { percent: 20 }), "require_approval", "discount-over-10"],
  ["10 %", callOf("crm.apply_discount", { percent: 10 }), "allow", "discount-up-to-10"],
  [
    "10 % with a tool that the agent was not granted",
    callOf("crm.apply_discount", { percent: 10 }, { isGranted: false }),
    "require_approval",
    null,
  ],
  ["a negative discount", callOf("crm.apply_discount", { percent: -5 }), "require_approval", null],
  ["a discount by a draft agent", callOf("crm.apply_discount", { percent: 5 }, { state: "draft" }), "deny", "draft-agents-nothing-final"],
  ["reading by a retired agent", callOf("crm.read_account", {}, { state: "retired", sideEffect: "read" }), "deny", "retired-agents"],
  ["reading", callOf("crm.read_account", {}, { sideEffect: "read" }), "allow", "reading"],
  ["a refund of $65", callOf("payments.refund", { amountUsd: 65 }, { sideEffect: "externally_reversible" }), "allow", "refund-up-to-100"],
  ["a refund of $240", callOf("payments.refund", { amountUsd: 240 }), "require_approval", null],
  ["a refund of $640", callOf("payments.refund", { amountUsd: 640 }), "require_approval", "refund-over-500"],
  ["an export to a partner", callOf("warehouse.export", { host: "files.partner.example" }), "require_approval", "data-export"],
  ["an export to a public host", callOf("warehouse.export", { host: "WWW.Dropbox.com" }), "deny", "export-to-public-host"],
  ["an export to nowhere", callOf("warehouse.export", {}), "deny", "export-to-public-host"],
  ["a deploy to production", callOf("deploy.promote", { environment: "production" }), "require_approval", "production-deploy"],
])("%s", async (_, facts, effect, ruleId) => {
  const answer = evaluate(await policyInForce(), facts);
  expect({ effect: answer.effect, ruleId: answer.rule?.id ?? null }).toEqual({ effect, ruleId });
});

test("a group that the organisation does not have is not promised", () => {
  const rules = new Map(defaultRules((name) => name === "Sales").map((rule) => [rule.id, rule]));
  expect(rules.get("discount-over-20")).toMatchObject({
    reason: "Discounts over 20 % need an approver.",
    approval: { stages: [{ groups: [] }] },
  });
  expect(rules.get("discount-over-10")).toMatchObject({
    reason: "Discounts over 10 % need Sales.",
    approval: { stages: [{ groups: ["Sales"] }] },
  });
  expect(PublishInput.safeParse({ rules: [...rules.values()], reason: "Test." }).success).toBe(true);
});

test("trying out an unknown agent and tool answers what the gate would, and stores nothing", async () => {
  const viewer = mintPerson({ id: "per_1", name: "V", email: "v@reeve.demo", roles: new Set(["viewer"]), groupIds: new Set() });
  const answer = await tryOut(viewer, { agent: "nobody", tool: "crm.apply_discount", args: { percent: 5 } }, FRIDAY_4_PM);
  expect(answer).toMatchObject({
    ok: true,
    value: {
      evaluation: { effect: "deny", cause: "unregistered" },
      facts: { time: { hour: 16, weekday: 5 }, agent: { isRegistered: false } },
    },
  });
});
