import { prisma } from "@/server/platform/db";
import { record } from "./evidence-world";
import * as rows from "./oversight-rows";
import { AT, action, agent, ago, entry, trace } from "./rows";

const LIMITS = ["steps", "wall_time", "tokens", "money"];
const WRITES = { ...rows.asks("Finance"), match: { tools: ["crm.write"] } };

async function arrangePeople(): Promise<void> {
  await rows.person("per_owner", ["viewer"]);
  for (const id of ["per_app1", "per_app2"]) await rows.person(id, ["approver"]);
  for (const id of [rows.OPERATOR, "per_op2"]) await rows.person(id, ["operator"]);
  for (const [id, name, members] of [
    ["grp_finance", "Finance", ["per_app1", "per_app2"]],
    ["grp_legal", "Legal", ["per_app1"]],
  ] as const)
    await prisma().group.create({
      data: { id, name, createdAt: ago(300), members: { create: members.map((personId) => ({ personId })) } },
    });
  const layer = {
    name: "First",
    people: [rows.OPERATOR],
    rotation: "weekly",
    handover: { weekday: "mon", time: "09:00" },
    startsOn: "2026-01-01",
  };
  const times = { createdAt: ago(300), updatedAt: ago(300) };
  await prisma().onCall.create({ data: { id: "onc_1", name: "Stop", zone: "UTC", layers: [{ ...layer, restriction: null }], ...times } });
}

async function arrangeRules(): Promise<void> {
  await rows.rule("refuse", 1, rows.OPERATOR, 100, { effect: "deny", when: "!tool.isGranted", match: { agents: ["seller"] } });
  await rows.rule("reads", 1, rows.OPERATOR, 100, { match: { sideEffects: ["read"] } });
  const others = [
    ["refuse", 1],
    ["reads", 1],
  ] as const;
  for (const [i, days] of [100, 35, 15].entries()) {
    await rows.rule("writes", i + 1, rows.OPERATOR, days, WRITES);
    await rows.policy(i + 1, "per_op2", days, [...others, ["writes", i + 1]]);
  }
}

async function arrangeAgents(): Promise<void> {
  for (const [name, sideEffect] of [
    ["crm.write", "reversible"],
    ["crm.read", "read"],
    ["crm.wipe", "irreversible"],
  ] as const)
    await rows.tool(name, sideEffect);
  const settled = { riskReason: "It moves money.", aiActRole: "deployer", aiActClass: "minimal", outOfBounds: ["Loans"], reviewDue: AT };
  const seller = await agent("seller", { ownerId: "per_owner", riskTier: "high", ...settled });
  for (const [i, [state, days]] of (
    [
      ["live", 200],
      ["suspended", 40],
      ["live", 39],
    ] as const
  ).entries())
    await rows.change(seller, i + 1, state, days);
  await entry("agent.killed", 40, { subjectId: seller });
  const wish = { askedById: rows.OPERATOR, reason: "Fixed.", askedAt: ago(39), lapsesAt: ago(38), killedAt: ago(40), outcome: "restored" };
  await prisma().restoreRequest.create({ data: { id: "rst_1", agentId: seller, ...wish, endedById: "per_op2", endedAt: ago(39) } });
  for (const name of ["crm.write", "crm.read"]) await rows.grant(seller, name);
  await rows.key("key", "seller", 10);
  const old = await agent("old", { state: "retired", firstSeenAt: ago(300) });
  await rows.change(old, 1, "retired", 50);
  const wild = await agent("wild", { state: "suspended" });
  await rows.change(wild, 1, "suspended", 60);
  await entry("agent.killed", 60, { subjectId: wild });
  await entry("action.digest_mismatched", 60, { agentName: "wild", actionId: "act_wild" });
  await record("delegation_limit", { depth: 2 }, { agent: "seller" });
  for (const measure of LIMITS) {
    const thresholds = [{ percent: 100, act: "cut_off", groupIds: [], perMinute: null }];
    const base = { scopeKind: "run", scopeId: "seller", limit: 10n, window: { kind: "run" }, thresholds, state: "active" };
    await prisma().budget.create({ data: { id: `bud_${measure}`, measure, ...base, createdAt: ago(90), updatedAt: ago(90) } });
  }
}

/** A firm of one agent that does everything right: 25 calls of high risk, each decided and signed. */
export async function arrangeGood(): Promise<void> {
  await arrangePeople();
  await arrangeRules();
  await arrangeAgents();
  for (let i = 1; i <= 25; i += 1) await rows.vote((await rows.request(i)).id, i);
  await action({ createdAt: ago(1 / 48), toolName: "crm.read", sideEffect: "read", state: "allowed" });
  const refused = { state: "rejected", decisionReason: "Too much." };
  for (const days of [20, 40]) {
    const { id } = await rows.request(days, refused, { state: "denied", consumedAt: null });
    await rows.vote(id, days, { verdict: "reject" });
  }
  const late = { state: "expired", dueAt: ago(3), expiresAt: ago(3), decidedAt: ago(3), decidedById: null, riskTier: "low" };
  for (let i = 0; i < 21; i += 1) await rows.request(4, late, { state: "denied", consumedAt: null, riskTier: "low" });
  await rows.standing("grt_1", 10, null);
  await trace({ agentName: "seller", toolSteps: 2, tools: ["crm_write"] });
  for (const subject of ["GOV", "SEC"]) await rows.round(subject, 30, [3, 4]);
  const snapshot = {
    id: "snp_1",
    at: ago(1),
    day: "2026-11-19",
    isDaily: true,
    rubricVersion: "2026.2",
    level: 1,
    score: 1,
    tookMs: 1,
    digest: "d",
  };
  const result = { weight: 1, criterion: "GOV-2.1", state: "met" };
  await prisma().maturitySnapshot.create({ data: { ...snapshot, dimensions: {}, states: {}, results: { create: [result] } } });
}

/** An agent that nobody answers for, with the key of another one and a tool that it never calls, and what it does past all rules. */
async function arrangeStray(): Promise<void> {
  await rows.person("per_gone", ["viewer"], { deactivatedAt: ago(10) });
  const overdue = { aiActClass: "high_risk", aiActRole: "provider", outOfBounds: ["Loans"], reviewDue: ago(1) };
  const stray = await agent("stray", { ownerId: "per_gone", riskTier: "high", ...overdue });
  for (const [i, [state, days]] of (
    [
      ["live", 200],
      ["suspended", 20],
      ["live", 19],
    ] as const
  ).entries())
    await rows.change(stray, i + 1, state, days);
  await rows.grant(stray, "crm.wipe", 100);
  await agent("tester", { environment: "staging" });
  await action({ agentName: "tester", toolName: "crm.read", sideEffect: "read" });
  const stopped = ago(20 - 2 / 1440);
  const ghost = { agentName: "stray", toolName: "ghost.tool", sideEffect: "irreversible", riskTier: "high", policyVersion: 99 };
  await action({ ...ghost, createdAt: ago(20), consumedAt: stopped, flag: "digest_mismatch", state: "unknown_outcome" });
  await entry("action.digest_mismatched", 10, { agentName: "stray", actionId: "act_stray" });
  await agent("shadow", { state: "shadow", environment: "unknown", firstSeenAt: ago(10) });
  const left = await agent("left", { state: "retired", firstSeenAt: ago(300) });
  await rows.change(left, 1, "retired", 50);
  await rows.key("left", "left", 200);
  await trace({ agentName: "front-desk", toolSteps: 2, ungoverned: 2, tools: ["web_search"], name: "loose", firstAt: AT });
}

/** Decisions as they should not be: by the owner, unread, unsigned, without a reason, too late, or for nothing. */
async function arrangeDecisions(): Promise<void> {
  const owners = await rows.request(12.5, { title: "owner's", decidedById: "per_owner" }, { state: "compensated", resource: null });
  const password = { kind: "password", why: "plain_http" };
  await rows.vote(owners.id, 12.5, { personId: "per_owner", stepUp: password, castAt: ago(12.5 - 3 / 86_400) });
  const wordless = { title: "wordless", state: "rejected", decidedById: "per_ghost", ruleId: null, riskTier: "low" };
  await rows.request(16, wordless, { state: "denied", consumedAt: null, riskTier: "low" });
  const expired = {
    title: "ran",
    state: "expired",
    dueAt: ago(3),
    expiresAt: ago(3),
    decidedAt: ago(3),
    decidedById: null,
    riskTier: "low",
  };
  await rows.request(4, expired, { riskTier: "low" });
  const late = { title: "late", riskTier: "medium", decidedAt: ago(6.3 - 1 / 8), expiresAt: ago(5) };
  await rows.vote((await rows.request(6.3, late, { riskTier: "medium" })).id, 6.3);
  const open = { title: "open", state: "pending", decidedAt: null, decidedById: null, riskTier: "low" };
  const { id } = await rows.request(0.2, open, { state: "awaiting", consumedAt: null, riskTier: "low" });
  // A second vote in each of three hours.
  for (const days of [1, 2, 3]) {
    const castAt = ago(days - 31 / 1440);
    const data = { id: `vot_again${days}`, approvalId: id, stage: 1, personId: "per_app1", verdict: "reject", castAt, effectiveAt: castAt };
    await prisma().vote.create({ data });
  }
}

/** The same firm with one more agent, of which nothing is as it should be, and with decisions of the same kind. */
export async function arrangeBad(): Promise<void> {
  await arrangeStray();
  await arrangeDecisions();
  await rows.rule("legal", 1, "per_op2", 5, { ...rows.asks("Legal"), match: { tools: ["legal.*"] } });
  const others = ["refuse", "reads", "legal"].map((id) => [id, 1] as const);
  await rows.policy(4, "per_op2", 5, [...others, ["writes", 3]]);
  await rows.standing("grt_2", 10, 5);
  await rows.round("HITL", 40, [1, 4]);
  await prisma().maturityResult.create({ data: { snapshotId: "snp_1", weight: 1, criterion: "ORG-2.1", state: "expired" } });
  const shift = { onCallId: "onc_1", personId: "per_app2", startsAt: ago(3), endsAt: AT, createdAt: ago(4) };
  await prisma().onCallOverride.create({ data: { id: "ovr_1", ...shift } });
  await prisma().budgetCounter.create({ data: { budgetId: "bud_steps", key: "run_1", spent: 11, updatedAt: ago(1) } });
  await prisma().$executeRawUnsafe("select make_step_partitions(array['2026-11-18']::date[])");
  const taken = JSON.stringify([["secrets", "attributes › text", 1]]);
  await prisma().$executeRawUnsafe(
    `insert into step_redaction (trace_id, item_id, started_at, rules_version, taken, sealed, salts, commitments, beyond)
     values ('t', 'i', $1::timestamptz, 0, $2, null, '', '', 0), ('t', 'j', $1::timestamptz, 0, '[["cards", "x", 1]]', null, '', '', 0)`,
    ago(2),
    taken,
  );
}
