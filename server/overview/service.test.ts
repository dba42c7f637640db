import { beforeAll, expect, test } from "vitest";
import { openApproval } from "@/server/approvals/service";
import { signInAs } from "@/server/identity/testing";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import type { Overview, Span } from "./schema";
import { readOverview } from "./service";
import { explainCounts, findMoments } from "./store";

freshDatabase();

/** Sunday evening in New York, where the clocks went back three weeks before: Monday already in UTC. */
const NOW = new Date("2026-11-23T01:30:00Z");
const ZONE = "America/New_York";
const at = (local: string): Date => new Date(`${local}-05:00`);

let helena: PersonActor;

const force = (sql: string, ...values: readonly unknown[]) => inTransaction((tx) => tx.execute(sql, ...values));

async function read(days: Span = 7): Promise<Overview> {
  const answer = await happeningAt(NOW, () => readOverview(helena, { days }));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}

/** An action in some state; answers its id. */
async function decided(agent: string, state: string, moment: Date): Promise<string> {
  const id = newId("action");
  await force(
    `insert into action (id, api_key_id, idempotency_key, request_hash, agent_name, risk_tier, tool_name, side_effect, args, digest, summary,
       initiator_type, initiator_id, state, cause, reason, retry, policy_version, evaluation, obligations, created_at, updated_at)
     values ($1, 'key_test', $1, 'hash', $2, 'low', 't.t', 'read', '{}', 'sha256:00', 'x', 'user', 'x', $3, 'policy', '', 'never', 1, '{}', '[]', $4, $4)`,
    id,
    agent,
    state,
    moment,
  );
  return id;
}

/** An action that people were asked about, and how that ended after so many minutes. */
async function asked(agent: string, moment: Date, end: { request: string; action: string; minutes: number } | null): Promise<void> {
  const actionId = await decided(agent, end?.action ?? "awaiting", moment);
  const facts = {
    actionId,
    agentName: agent,
    toolName: "t.t",
    teamId: null,
    riskTier: "low" as const,
    title: "x",
    calendarId: null,
    chainId: null,
  };
  const authority = { ruleId: null, ruleVersion: null, policyVersion: 1 };
  const people = { ownerId: null, initiatorPersonId: null, ruleAuthorId: null, amountMicroUsd: null, authority };
  const after = (minutes: number) => new Date(moment.getTime() + minutes * 60_000);
  const stage = { name: "Approval", groupIds: [], personIds: [], onCallIds: [], quorum: 1, dueMinutes: 60 };
  const plan = { stages: [stage] as const, dueAt: after(60), expiresAt: after(240) };
  const { id } = await inTransaction((tx) => openApproval(tx, { ...facts, ...people, ...plan }, moment));
  if (end === null) return;
  const byId = ["approved", "rejected", "revoked"].includes(end.request) ? helena.id : null;
  const endedAt = new Date(moment.getTime() + end.minutes * 60_000);
  await force("update approval set state = $2, decided_at = $3, decided_by_id = $4 where id = $1", id, end.request, endedAt, byId);
}

const agent = (name: string, state: string, reason: string | null) =>
  force(
    `insert into agent (id, name, purpose, risk_tier, environment, state, state_reason, state_at, first_seen_at, updated_at)
     values ($1, $2, '', 'low', 'production', $3, $4, $5, $5, $5)`,
    newId("agent"),
    name,
    state,
    reason,
    at("2026-11-20T12:00:00"),
  );

beforeAll(async () => {
  helena = await signInAs("executive@example.com", ["executive"]);
  await force("insert into organisation (id, name, time_zone, is_demo, created_at) values ($1, 'X', $2, false, now())", "org", ZONE);
});

test("before the first action everything is zero, and no day is on record", async () => {
  const overview = await read();
  expect(overview.outcomes).toEqual({ unasked: 0, approved: 0, waiting: 0, rejected: 0, refused: 0, expired: 0, withdrawn: 0 });
  expect(overview).toMatchObject({
    before: null,
    askedMost: [],
    decisions: { decided: 0, withinDue: 0, expired: 0, overdue: 0, medianMs: null },
  });
  expect(overview.perDay.map(({ outcomes }) => outcomes)).toEqual(Array(7).fill(null));
});

test("every action is counted once, on its day in the organisation's zone, by who decided", async () => {
  await agent("sales", "live", null);
  await agent("stopped", "suspended", "Wrong invoices.");
  await agent("unknown", "shadow", null);
  // The span: Monday 16 to Sunday 22 November, New York.
  await decided("sales", "succeeded", at("2026-11-16T00:00:00"));
  await decided("sales", "denied", at("2026-11-22T20:00:00"));
  await decided("stopped", "revoked", at("2026-11-18T09:00:00"));
  await asked("sales", at("2026-11-17T09:00:00"), { request: "approved", action: "succeeded", minutes: 10 });
  await asked("sales", at("2026-11-17T10:00:00"), { request: "revoked", action: "revoked", minutes: 20 });
  await asked("sales", at("2026-11-17T23:59:00"), { request: "rejected", action: "denied", minutes: 90 });
  await asked("sales", at("2026-11-18T10:00:00"), { request: "expired", action: "denied", minutes: 240 });
  await asked("stopped", at("2026-11-18T10:00:00"), { request: "cancelled", action: "denied", minutes: 5 });
  await asked("stopped", at("2026-11-22T20:00:00"), null);
  await asked("sales", at("2026-11-22T12:00:00"), null);
  // The days before count up to the same hour; what lies between belongs to neither.
  await decided("sales", "allowed", at("2026-11-09T08:00:00"));
  await asked("sales", at("2026-11-15T20:00:00"), { request: "approved", action: "succeeded", minutes: 5 });
  await decided("sales", "allowed", at("2026-11-15T21:00:00"));

  const overview = await read();
  expect(overview.outcomes).toEqual({ unasked: 2, approved: 2, waiting: 2, rejected: 1, refused: 1, expired: 1, withdrawn: 1 });
  expect(overview.decisions).toEqual({ decided: 3, withinDue: 2, expired: 1, overdue: 1, medianMs: 20 * 60_000 });
  expect(overview.before?.outcomes).toMatchObject({ unasked: 1, approved: 1, refused: 0 });
  expect(overview.before?.decisions).toEqual({ decided: 1, withinDue: 1, expired: 0, overdue: 0, medianMs: 5 * 60_000 });
  expect(overview.perDay.map(({ day }) => day.slice(-2))).toEqual(["16", "17", "18", "19", "20", "21", "22"]);
  expect(overview.perDay[0]?.outcomes).toMatchObject({ unasked: 1, approved: 0 });
  expect(overview.perDay[1]?.outcomes).toMatchObject({ unasked: 0, approved: 2, rejected: 1 });
  expect(overview.perDay[3]?.outcomes).toMatchObject({ unasked: 0, approved: 0 });
  expect(overview.perDay[6]?.outcomes).toMatchObject({ refused: 1, waiting: 2 });
  expect(overview.waiting).toEqual({ all: 2, pastDue: 1, dueWithinHour: 1 });
  expect(overview.agents.states).toMatchObject({ live: 1, suspended: 1, shadow: 1 });
  expect(overview.agents.suspended).toMatchObject([{ name: "stopped", reason: "Wrong invoices." }]);
  expect(overview.agents.shadow.map(({ name }) => name)).toEqual(["unknown"]);
  expect(overview.askedMost).toEqual([
    { agent: "sales", proposed: 7, refused: 2 },
    { agent: "stopped", proposed: 3, refused: 0 },
  ]);
});

test("days before the record began are gaps, and there is nothing to compare with", async () => {
  const overview = await read(30);
  expect(overview.before).toBeNull();
  expect(overview.perDay).toHaveLength(30);
  expect(overview.perDay.filter(({ outcomes }) => outcomes === null)).toHaveLength(30 - 14);
  expect(overview.perDay.find(({ outcomes }) => outcomes !== null)?.day).toBe("2026-11-09");
});

test("a year of actions is counted from the index, without the wide rows", async () => {
  await force(
    `insert into action (id, api_key_id, idempotency_key, request_hash, agent_name, risk_tier, tool_name, side_effect, args, digest, summary,
       initiator_type, initiator_id, state, cause, reason, retry, policy_version, evaluation, obligations, created_at, updated_at)
     select 'act_year' || i, 'key_year', 'y' || i, 'hash', 'agent-' || i % 12, 'low', 't.t', 'read', repeat('x', 400), 'sha256:00', 'x', 'user', 'x',
       'succeeded', 'policy', '', 'never', 1, '{}', '[]', $1::timestamptz - i * interval '10 minutes', $1::timestamptz from generate_series(1, 50000) i`,
    NOW,
  );
  await inTransaction(async (tx) => {
    await tx.execute("set local role none");
    await tx.execute("analyze action");
  });
  const plan = await explainCounts(await findMoments(NOW, 7, ZONE), NOW);
  expect(plan).not.toContain("Seq Scan on action");
  expect(plan).toContain("action_outcomes");
}, 60_000);
