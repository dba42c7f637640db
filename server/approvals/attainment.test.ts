import { beforeAll, expect, test } from "vitest";
import { type PersonActor, systemActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { readAttainment } from "./attainment";
import { type Attainment, AttainmentInput, NONE } from "./attainment-schema";
import { explainAttainment } from "./attainment-store";
import { ONE_APPROVER } from "./core/stages";
import { decide } from "./decisions";
import { cancelForAction, freezeForAgent, revokeForActions } from "./service";
import { recordBreaches } from "./sweeps";
import { type Asked, ask, force, person } from "./testing/fixtures";
import { enrol, signFor } from "./testing/step-up";

freshDatabase();

/** Sunday evening in New York, Monday already in UTC. */
const NOW = new Date("2026-11-23T01:30:00Z");
const at = (local: string): Date => new Date(`${local}-05:00`);
const after = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);
type Question = Parameters<typeof ask>[0];

let ana: PersonActor;
let anasKey: Awaited<ReturnType<typeof enrol>>;
let tom: PersonActor;
let mei: PersonActor;
let helena: PersonActor;

beforeAll(async () => {
  [ana, tom] = [await person("Ana", ["approver"]), await person("Tom", ["approver"])];
  anasKey = await enrol(ana);
  [mei, helena] = [await person("Mei", ["operator"]), await person("Helena", ["executive"])];
  await force("insert into organisation (id, name, time_zone, is_demo, created_at) values ('org', 'X', 'America/New_York', false, now())");
  await force("insert into team (id, name, created_at) values ('tea_sales', 'Sales', now())");
});

async function read(actor: PersonActor = mei, more: Partial<AttainmentInput> = {}): Promise<Attainment> {
  const input = AttainmentInput.parse({ range: { days: 7 }, ...more });
  const answer = await happeningAt(NOW, () => readAttainment(actor, input));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}

const askAt = (moment: Date, question: Question = {}): Promise<Asked> => ask(question, moment);
async function decideAt(by: PersonActor, { id }: Asked, moment: Date, verdict: "approve" | "reject" = "approve", isHigh = false) {
  const decided = await happeningAt(moment, async () => {
    const stepUp = isHigh && verdict === "approve" ? await signFor(by, anasKey, { id }) : undefined;
    return decide(by, { id, verdict, reason: "Because.", stepUp });
  });
  if (!decided.ok) throw new Error(decided.refusal.message);
}
/** Asked and decided after so many minutes; due after 60. */
async function decided(by: PersonActor, moment: Date, minutes: number, question: Question = {}): Promise<Asked> {
  const asked = await askAt(moment, question);
  await decideAt(by, asked, after(moment, minutes), minutes % 2 === 0 ? "approve" : "reject", question.riskTier === "high");
  return asked;
}
const expire = async ({ id, expiresAt }: Asked) =>
  force("update approval set state = 'expired', decided_at = $2::timestamptz where id = $1", id, expiresAt);

test("before the first request there is nothing, and every day is a gap", async () => {
  const { counts, before, steps, took, approvers } = await read();
  expect(counts).toEqual({ inTime: 0, late: 0, expired: 0, overdue: 0 });
  expect([before, took.medianMs, approvers.rows]).toEqual([null, null, []]);
  expect(steps.map((step) => step.counts)).toEqual(Array(7).fill(null));
});

test("in time is decided at or before due; expired and still undecided are late; what was withdrawn or stopped is not counted", async () => {
  const noon = at("2026-11-18T12:00:00");
  const sales = { teamId: "tea_sales", riskTier: "high" } as const;
  await decided(ana, at("2026-11-17T23:30:00"), 60, sales); // due to the minute
  await decided(ana, noon, 61);
  await decided(tom, noon, 10);
  await expire(await askAt(noon, { agentName: "other-agent" }));
  const overdue = await askAt(at("2026-11-22T18:00:00"), { expiryMinutes: 900 });
  await happeningAt(NOW, () => recordBreaches(NOW));
  await askAt(at("2026-11-22T20:00:00")); // open and in time: not measured yet
  const withdrawn = await askAt(noon);
  await inTransaction((tx) => cancelForAction(tx, systemActor, withdrawn.actionId, after(noon, 600)));
  // Stopped before it was due, and long after: the clock stands.
  await askAt(noon, { agentName: "stopped-agent" });
  await inTransaction((tx) => freezeForAgent(tx, mei, "stopped-agent", after(noon, 30)));
  // Decided in time, taken back by a kill later.
  const revoked = await decided(ana, noon, 30);
  await inTransaction((tx) => revokeForActions(tx, mei, [revoked.actionId], after(noon, 500)));

  const answer = await read();
  expect(answer.counts).toEqual({ inTime: 3, late: 1, expired: 1, overdue: 1 });
  expect(answer.steps.map(({ day, counts }) => [day.slice(-2), counts && Object.values(counts).reduce((a, b) => a + b, 0)])).toEqual([
    ["16", null],
    ["17", 1],
    ["18", 4],
    ["19", 0],
    ["20", 0],
    ["21", 0],
    ["22", 1],
  ]);
  expect(answer.risks.map(({ id, counts }) => [id, counts.inTime])).toEqual([
    ["high", 1],
    ["medium", 2],
    ["low", 0],
  ]);
  expect(answer.teams.map(({ id, name }) => [id, name])).toEqual([
    [NONE, "No team"],
    ["tea_sales", "Sales"],
  ]);
  expect(answer.rules).toMatchObject([{ id: "discount-over-20", version: 4, counts: answer.counts }]);
  expect(answer.breaches.total).toBe(3);
  expect(answer.breaches.items.map(({ state }) => state).toSorted()).toEqual(["expired", "pending", "rejected"]);
  expect(answer.breaches.items[0]?.id).toBe(overdue.id);
  expect(answer.pastDue).toMatchObject({ total: 1, items: [{ id: overdue.id, endedAt: null }] });
  expect(answer.took).toEqual({ classes: [0, 1, 1, 2, 0, 0, 0, 0], medianMs: 30 * 60_000, p90Ms: 61 * 60_000 });
});

test("filters narrow every figure alike", async () => {
  expect((await read(mei, { agent: "other-agent" })).counts).toEqual({ inTime: 0, late: 0, expired: 1, overdue: 0 });
  expect((await read(mei, { team: "tea_sales" })).counts.inTime).toBe(1);
  expect((await read(mei, { team: NONE })).counts.inTime).toBe(2);
  expect((await read(mei, { rule: NONE })).counts.inTime).toBe(0);
  const high = await read(mei, { risk: "high" });
  expect([high.counts.inTime, high.breaches.items, high.pastDue.items, high.took.classes[3]]).toEqual([1, [], [], 1]);
});

test("a request of several stages is late as soon as one of them was", async () => {
  const stage = { ...ONE_APPROVER, dueMinutes: 60 };
  const noon = at("2026-11-19T12:00:00");
  const staged = { stages: [stage, stage], agentName: "staged-agent", expiryMinutes: 900 } as const;
  const late = await askAt(noon, staged);
  await decideAt(ana, late, after(noon, 90));
  await decideAt(tom, late, after(noon, 100));
  const inTime = await askAt(noon, staged);
  await decideAt(ana, inTime, after(noon, 50));
  await decideAt(tom, inTime, after(noon, 105)); // due 60 minutes after the second stage opened
  const { counts, breaches } = await read(mei, { agent: "staged-agent" });
  expect(counts).toEqual({ inTime: 1, late: 1, expired: 0, overdue: 0 });
  expect(breaches.items).toMatchObject([{ id: late.id, lateStages: 1, state: "approved" }]);
});

test("single approvers are shown to operators and to themselves, and nobody by fewer than five decisions", async () => {
  const noon = at("2026-11-20T12:00:00");
  for (const minute of [2, 4, 6, 8, 70]) await decided(ana, noon, minute, { agentName: "quick-agent" });
  for (const minute of [2, 4, 6, 8]) await decided(tom, noon, minute, { agentName: "quick-agent" });
  const only = { agent: "quick-agent" };
  const rows = async (actor: PersonActor) => (await read(actor, only)).approvers;
  expect(await rows(mei)).toMatchObject({ scope: "everyone", rows: [{ id: ana.id, name: "Ana", counts: { inTime: 4, late: 1 } }] });
  expect(await rows(ana)).toMatchObject({ scope: "self", rows: [{ id: ana.id, isMe: true }] });
  for (const other of [tom, helena]) expect(await rows(other)).toEqual({ scope: "self", rows: [] });
});

test("the range before is told once the record reaches back that far", async () => {
  expect((await read()).before).toBeNull();
  await decided(ana, at("2026-11-09T08:00:00"), 5);
  await decided(ana, at("2026-11-15T21:00:00"), 5); // after the hour that it is now: it belongs to neither
  expect((await read()).before).toEqual({
    from: "2026-11-09",
    to: "2026-11-15",
    counts: { inTime: 1, late: 0, expired: 0, overdue: 0 },
  });
});

test("an impossible range is refused", async () => {
  const range = { from: "2026-11-20", to: "2026-11-01" };
  expect(await happeningAt(NOW, () => readAttainment(mei, { range }))).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
});

test("a year of requests is counted from the index", async () => {
  for (let from = 1; from <= 16_000; from += 4_000) {
    await force(
      `insert into approval (id, action_id, state, agent_name, tool_name, risk_tier, title, group_ids, excluded, created_at, due_at, expires_at,
         urgency_at, decided_at, decided_by_id, rule_id, rule_version, updated_at)
       select 'apr_year' || i, 'act_year' || i, 'approved', 'agent-' || i % 12, 't.t', 'low', repeat('x', 200), '{}', '{}', at,
         at + interval '1 hour', at + interval '4 hours', at, at + i % 90 * interval '1 minute', 'per_' || i % 20, 'rule-' || i % 9, 1, at
       from (select i, $1::timestamptz - i * interval '30 minutes' as at from generate_series($2::int, $2::int + 3999) i) x`,
      NOW,
      from,
    );
  }
  await inTransaction(async (tx) => {
    await tx.execute("set local role none");
    await tx.execute("analyze approval");
  });
  const plan = await explainAttainment({ startsAt: after(NOW, -30 * 1_440), endsAt: NOW }, {}, NOW);
  expect(plan).not.toContain("Seq Scan on approval");
  expect(plan).toContain("approval_attainment");
}, 60_000);
