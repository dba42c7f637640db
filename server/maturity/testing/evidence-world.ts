import { prisma } from "@/server/platform/db";
import type { RecordKind } from "@/server/records/schema";
import { ensureDays } from "@/server/traces/partitions";
import * as rows from "./oversight-rows";
import { action, agent, ago, entry, next, spend, trace } from "./rows";

type Over = {
  readonly agent?: string;
  readonly person?: string;
  readonly team?: string;
  readonly days?: number;
  readonly recordedDays?: number;
  readonly endedDays?: number;
  readonly validDays?: number;
};

/** A record of some days ago, put on record then, or when else is said. */
export async function record(kind: RecordKind, facts: object, over: Over = {}): Promise<string> {
  const { agent: name, person, team, days = 5, recordedDays = days, endedDays, validDays } = over;
  const id = `rec_${next()}`;
  const subject = { agentId: name === undefined ? null : `agt_${name}`, personId: person ?? null, teamId: team ?? null };
  const ended = endedDays === undefined ? {} : { endedAt: ago(endedDays), endedById: "per_1" };
  const times = { happenedAt: ago(days), recordedAt: ago(recordedDays), validUntil: validDays === undefined ? null : ago(validDays) };
  await prisma().governanceRecord.create({
    data: { id, kind, ...subject, facts, ...times, ...ended, authorType: "person", authorId: "per_1" },
  });
  return id;
}

/** The first step of a run, which names the version of its agent. */
async function versioned(traceId: string, days: number, version: string): Promise<void> {
  await ensureDays([ago(days).getTime()]);
  const of = { traceId, spanId: "a".repeat(16), startedAt: ago(days) };
  const told = {
    kind: "agent",
    name: "run",
    status: "ok",
    marks: [],
    dialect: "otel",
    sdk: "own",
    sourceId: "igs_1",
    receivedAt: ago(days),
  };
  await prisma().step.create({ data: { ...of, ...told, agentName: "seller" } });
  const span = JSON.stringify({ attributes: { "gen_ai.agent.version": version } });
  await prisma().stepPayload.create({ data: { ...of, span } });
}

/** A live agent of high risk in production with two tools that change something, which it calls, and a model that it pays. */
export async function arrangeWork(): Promise<void> {
  await prisma().organisation.create({ data: { id: "org_1", name: "Northwind", timeZone: "UTC", isDemo: false, createdAt: ago(300) } });
  await prisma().team.create({ data: { id: "tea_1", name: "Sales", createdAt: ago(300) } });
  await rows.person("per_owner", ["viewer"]);
  await rows.person("per_app1", ["approver"]);
  const seller = await agent("seller", { ownerId: "per_owner", riskTier: "high", firstSeenAt: ago(80), stateAt: ago(80) });
  const helper = await agent("helper", { ownerId: "per_owner", riskTier: "low", firstSeenAt: ago(80), stateAt: ago(80) });
  for (const id of [seller, helper]) await rows.change(id, 1, "live", 80);
  for (const name of ["crm.write", "crm.send"]) {
    await rows.tool(name, "reversible");
    await rows.grant(seller, name, 70);
  }
  for (let i = 0; i < 2; i += 1) await action({ toolName: "crm.write", agentName: "seller" });
  await spend({ agent: "seller", model: "gpt-5", provider: "openai" }, 2, 1);
  await versioned(await trace({ agentName: "seller", firstAt: ago(2), lastAt: ago(1.9) }), 2, "3");
  await rows.request(20, { state: "rejected", decisionReason: "Too much." }, { state: "denied", consumedAt: null });
  const asked = await rows.request(3);
  await rows.vote(asked.id, 3);
  await rows.policy(1, "per_owner", 40, []);
  for (const measure of ["steps", "wall_time", "tokens", "money"]) {
    const thresholds = [{ percent: 100, act: "cut_off", groupIds: [], perMinute: null }];
    const base = { scopeKind: "run", scopeId: "", limit: 10n, window: { kind: "run" }, thresholds, state: "active" };
    await prisma().budget.create({ data: { id: `bud_${measure}`, measure, ...base, createdAt: ago(90), updatedAt: ago(90) } });
  }
  const schedule = { rotation: "weekly", handover: { weekday: "mon", time: "09:00" }, startsOn: "2026-01-01", restriction: null };
  const layer = { name: "First", people: [rows.OPERATOR], ...schedule };
  await rows.person(rows.OPERATOR, ["operator"]);
  await prisma().onCall.create({
    data: { id: "onc_1", name: "Stop", zone: "UTC", layers: [layer], createdAt: ago(300), updatedAt: ago(300) },
  });
}

const AGENTS = ["seller", "helper"];
const CONTROLS = ["guard_verdicts", "egress_checks", "sandboxed_code", "labelled_writes", "agent_calls"];
const at = (days: number, minutes = 0) => new Date(ago(days).getTime() + minutes * 60_000).toISOString();
const dayOf = (days: number) => ago(days).toISOString().slice(0, 10);
const incident = (minutesToOpen: number, minutesToContain: number) => ({
  severity: "sev1",
  category: "runaway",
  firstEventAt: at(30),
  openedAt: at(30, minutesToOpen),
  containedAt: at(30, minutesToOpen + minutesToContain),
  recoveredAt: at(29),
});

/** Each agent has everything that can be on record of one. */
async function recordAgents(change: string): Promise<void> {
  for (const name of AGENTS) {
    const of = { agent: name };
    await record("evaluation_suite", { cases: 30, baseline: 0.9 }, of);
    for (const goal of ["success", "latency"]) await record("objective", { of: goal, target: 1, reached: 1, isReached: true }, of);
    await record("blast_radius", { score: 3, approvedCap: 3 }, of);
    await record("rollback_drill", { minutes: 9, isPassed: true }, of);
    await record("failover_drill", { metObjectives: true }, of);
    await record("alerting", { rules: 3, onCall: "Stop" }, of);
    await record("behaviour_baseline", { isWatched: true }, of);
    await record("quality_scores", { runs: 1, meanScore: 0.9 }, of);
    await record("delegation_limit", { depth: 2 }, of);
    await record("attack_suite", { attempts: 100, succeeded: 1 }, of);
    await record("template_use", { template: "agent", majorVersion: 2 }, of);
  }
  await record("compensation_test", { steps: 2, undoable: 2, isPassed: true }, { agent: "seller" });
  await record("impact_assessment", { isApproved: true }, { agent: "seller" });
  const passed = { evaluation: "passed", policyTests: "passed", faultTests: "passed", neededTicket: false };
  for (const name of AGENTS) await record("release", { version: "3", ...passed }, { agent: name });
  await record("reviewed_change", { entry: change }, { agent: "seller" });
}

/** The organisation has everything that can be on record of one. */
async function recordHouse(refusal: string): Promise<void> {
  await record("template", { template: "agent", majorVersion: 2 });
  for (const [of, name] of [
    ["tool", "crm.write"],
    ["model", "gpt-5"],
  ] as const) {
    await record("circuit_breaker", { of, name, isActive: true, opensAtErrorShare: 0.5 });
    await record("origin", { of, name, source: "npm", version: "1" });
  }
  await record("tool_approval", { tool: "crm.write", revision: 1 });
  for (const control of CONTROLS) await record("control_count", { control, held: 50, counted: 50 });
  await record("bypass_suite", { attempts: 20, blocked: 20 });
  for (let i = 1; i <= 10; i += 1) await record("simulated_attack", { category: `ASI${String(i).padStart(2, "0")}`, wasDetected: true });
  await record("seeded_requests", { seeded: 10, caught: 10 });
  await record("hindsight_sample", { calls: 1_000, sampled: 30, reviewed: 30 });
  await record("siem_count", { lagMinutes: 1, sent: 9, acknowledged: 9 }, { days: 0.5 });
  await record("policy_simulation", { policyVersion: 1, actions: 100, changed: 2 });
  for (const person of ["per_owner", "per_app1"]) await record("training", { course: "Oversight" }, { person, days: 60 });
  for (const category of ["harmful_action", "data_exposure", "manipulation", "runaway", "outage", "unknown_agent"])
    await record("runbook", { category });
  await record("exercise", { category: "runaway" });
  for (const from of ["exercise", "incident"])
    await record("follow_up", { from, dueOn: dayOf(2), closedOn: dayOf(3) }, { person: "per_owner" });
  const harm = await record("incident", incident(5, 10), { agent: "seller", days: 30 });
  for (const [from, days] of [
    [harm, 29],
    [refusal, 15],
  ] as const)
    await record("evaluation_case", { from }, { days });
  for (let i = 0; i < 3; i += 1) await record("near_miss", { category: "runaway" }, { team: "tea_1" });
  await record("breach", { of: "objective", answer: "demoted", wasAutomatic: true, minutes: 3 }, { agent: "seller" });
  const earned = { calls: 10, callsAsked: 10, errorShare: 0.01, errorShareAllowed: 0.02, reviewed: 5, reviewedAsked: 5 };
  await record("promotion", earned, { agent: "seller" });
  await record("contestation", { dueOn: dayOf(2), answeredAt: at(3) });
}

/** A firm of which everything that records can say is said, and good. */
export async function recordGood(): Promise<void> {
  const change = (await entry("agent.updated", 10, { agentName: "seller" })).id;
  const refusal = await prisma().approval.findFirstOrThrow({ where: { state: "rejected" } });
  await recordAgents(change);
  await recordHouse(refusal.id);
}

/** The same a while later: newer records that tell of what went wrong, and what nobody put on record. */
export async function recordBad(): Promise<void> {
  const of = { agent: "seller", days: 1 };
  await record("evaluation_suite", { cases: 12, baseline: null }, of);
  await record("objective", { of: "latency", target: 1, reached: 2, isReached: false }, of);
  await record("blast_radius", { score: 4, approvedCap: 3 }, of);
  await record("rollback_drill", { minutes: 40, isPassed: false }, of);
  await record("alerting", { rules: 3, onCall: "Nobody" }, of);
  await record("behaviour_baseline", { isWatched: false }, of);
  await record("attack_suite", { attempts: 100, succeeded: 9 }, of);
  await record("template", { template: "agent", majorVersion: 3 }, { days: 1 });
  await record("template_use", { template: "agent", majorVersion: 3 }, of);
  await record("compensation_test", { steps: 2, undoable: 1, isPassed: true }, of);
  await record("impact_assessment", { isApproved: false }, of);
  const failed = { evaluation: "failed", policyTests: "none", faultTests: "none", neededTicket: true };
  await record("release", { version: "4", ...failed }, { agent: "helper", days: 1 });
  await entry("agent.updated", 2, { agentName: "seller" });
  await record("circuit_breaker", { of: "tool", name: "crm.write", isActive: false, opensAtErrorShare: null }, { days: 1 });
  await prisma().tool.updateMany({ where: { name: "crm.write" }, data: { revision: 2, updatedAt: ago(10) } });
  for (const control of CONTROLS) await record("control_count", { control, held: 0, counted: 50 }, { days: 1 });
  await record("bypass_suite", { attempts: 20, blocked: 10 }, { days: 2 });
  await record("seeded_requests", { seeded: 10, caught: 5 });
  await record("hindsight_sample", { calls: 1_000, sampled: 10, reviewed: 10 }, { days: 1 });
  await record("siem_count", { lagMinutes: 30, sent: 9, acknowledged: 7 }, { days: 0.1 });
  await rows.policy(2, "per_owner", 1, []);
  await rows.person("per_app2", ["approver"]);
  await rows.vote((await rows.request(2)).id, 2, { personId: "per_app2" });
  for (const from of ["exercise", "incident"])
    await record("follow_up", { from, dueOn: dayOf(2), closedOn: null }, { person: "per_owner" });
  await record("incident", { ...incident(60, 90), recoveredAt: null }, { agent: "helper", days: 20 });
  await prisma().team.create({ data: { id: "tea_2", name: "Care", createdAt: ago(300) } });
  await record("breach", { of: "evaluation", answer: "rolled_back", wasAutomatic: false, minutes: 60 }, { agent: "seller" });
  const unearned = { calls: 1, callsAsked: 10, errorShare: 0.5, errorShareAllowed: 0.02, reviewed: 0, reviewedAsked: 5 };
  await record("promotion", unearned, { agent: "seller" });
  await record("contestation", { dueOn: dayOf(2), answeredAt: null });
  await agent("tester", { environment: "staging", ownerId: "per_owner" });
  await trace({ agentName: "helper", firstAt: ago(1), lastAt: ago(0.9) });
  await trace({ agentName: "helper", firstAt: ago(1), lastAt: ago(0.9) });
  await spend({ agent: "seller", model: "own-llm" }, 1, 1);
  await prisma().governanceRecord.updateMany({
    where: { kind: "runbook", facts: { path: ["category"], equals: "runaway" } },
    data: { endedAt: ago(1), endedById: "per_1" },
  });
  await prisma().governanceRecord.updateMany({
    where: { kind: "simulated_attack", facts: { path: ["category"], equals: "ASI07" } },
    data: { endedAt: ago(1), endedById: "per_1" },
  });
}
