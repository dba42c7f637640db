import { describe, expect, test } from "vitest";
import { createChain } from "@/server/escalation/chains";
import { ChainInput } from "@/server/escalation/schema";
import { directoryAt } from "@/server/escalation/service";
import type { Role } from "@/server/kernel/roles";
import { systemActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { decide } from "./decisions";
import { escalateBatch, escalateDue } from "./escalations";
import { freezeForAgent, thawForAgent } from "./service";
import { expireDue, recordBreaches } from "./sweeps";
import { type Asked, ask, force, person, read } from "./testing/fixtures";

freshDatabase();

const MINUTE_MS = 60_000;
const start = new Date("2026-11-20T09:00:00Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE_MS);

const given = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

let count = 0;
const named = (name: string, roles: readonly Role[], groupIds: readonly string[] = []) => {
  count += 1;
  return person(`${name}${count}`, roles, groupIds);
};

/** A group with one approver, in the directory. */
async function group(name: string) {
  const groupId = newId("group");
  await force('insert into "group" (id, name, created_at) values ($1, $2, now())', groupId, `${name} ${groupId}`);
  const approver = await named(name, ["approver"], [groupId]);
  await force("insert into group_member (group_id, person_id) values ($1, $2)", groupId, approver.id);
  return { groupId, approver };
}

const step = (minutes: number, targets: object[] = [{ kind: "stage" }], more: object = {}) => ({ after: { minutes }, targets, ...more });
async function chain(more: object): Promise<string> {
  count += 1;
  const input = ChainInput.parse({ name: `Chain ${count}`, loops: 0, pauseMinutes: 10, final: { kind: "expire" }, ...more });
  return given(await createChain(systemActor, input)).id;
}

type Event = { stage: number; loop: number; step: number; kind: string; person_ids: string[]; due_at: Date; acted_at: Date };
const eventsOf = ({ id }: Asked) =>
  read<Event>(
    "select stage, loop, step, kind, person_ids, due_at, acted_at from escalation_event where approval_id = $1 order by acted_at, stage, loop, step",
    id,
  );
const placesOf = async (request: Asked) => (await eventsOf(request)).map(({ kind, loop, step: number }) => `${kind} ${loop}.${number}`);
const toldOf = async (request: Asked, personId: string) =>
  (
    await read<{ kind: string; because: string; settled_words: string | null; is_important: boolean }>(
      `select n.kind, i.because, n.settled_words, n.is_important from inbox_item i join notice n on n.id = i.notice_id
       where n.subject_id = $1 and i.person_id = $2 order by i.created_at, n.id`,
      request.id,
      personId,
    )
  ).map(({ kind }) => kind);

describe("the clock of a request", () => {
  test("asks at once, takes each step when its time has come and never early, and ends with the final action", async () => {
    const { groupId, approver } = await group("Finance");
    const boss = await named("Boss", ["viewer"]);
    const chainId = await chain({
      steps: [step(10), step(20, [{ kind: "person", id: boss.id }], { important: true })],
      loops: 1,
      pauseMinutes: 5,
    });
    const request = await ask({ groupIds: [groupId], chainId, dueMinutes: 60, expiryMinutes: 600 }, start);
    for (const minutes of [0, 1, 9, 10, 10, 19, 20, 34, 35, 45, 49]) await escalateDue(at(minutes));
    expect(await placesOf(request)).toEqual(["asked 0.0", "step 0.1", "step 0.2", "step 1.1", "step 1.2"]);
    expect((await eventsOf(request)).map(({ due_at }) => (due_at.getTime() - start.getTime()) / MINUTE_MS)).toEqual([0, 10, 20, 35, 45]);
    expect(await toldOf(request, approver.id)).toEqual(["approval.asked", "approval.escalated", "approval.escalated"]);
    expect(await toldOf(request, boss.id)).toEqual(["approval.escalated", "approval.escalated"]);
    await escalateDue(at(50));
    await expireDue(at(50));
    expect((await placesOf(request)).at(-1)).toBe("expire 1.3");
    expect(await read("select state from approval where id = $1", request.id)).toEqual([{ state: "expired" }]);
    const words = await read("select distinct settled_words from notice where subject_id = $1", request.id);
    expect(words).toEqual([{ settled_words: "Expired before anyone decided" }]);
  });

  test("a clock that stood still catches up in order, each step once", async () => {
    const { groupId } = await group("Late");
    const chainId = await chain({ steps: [step(10), step(20), step(30)] });
    const request = await ask({ groupIds: [groupId], chainId, expiryMinutes: 10_000 }, start);
    await escalateDue(at(500));
    expect(await placesOf(request)).toEqual(["asked 0.0", "step 0.1", "step 0.2", "step 0.3", "expire 0.4"]);
    const kinds = await read("select kind from audit_outbox where subject_id = $1 and kind = 'approval.escalated'", request.id);
    expect(kinds).toHaveLength(4);
  });

  test("two workers at once: every act happens exactly once", async () => {
    const { groupId, approver } = await group("Twice");
    const chainId = await chain({ steps: [step(5), step(6)], final: { kind: "reassign", groupId } });
    const requests = await Promise.all(Array.from({ length: 30 }, () => ask({ groupIds: [groupId], chainId, expiryMinutes: 900 }, start)));
    for (const minutes of [1, 6, 30]) await Promise.all([1, 2, 3].map(() => escalateDue(at(minutes))));
    await escalateDue(at(30));
    for (const request of requests) {
      expect(await placesOf(request)).toEqual(["asked 0.0", "step 0.1", "step 0.2", "reassign 0.3"]);
      expect(await toldOf(request, approver.id)).toHaveLength(4);
    }
  });

  test("a worker that dies before its commit leaves nothing behind; the next one does all of it, once", async () => {
    const { groupId, approver } = await group("Crash");
    const chainId = await chain({ steps: [step(5)] });
    const request = await ask({ groupIds: [groupId], chainId, expiryMinutes: 900 }, start);
    const directory = await directoryAt(at(1));
    const dies = inTransaction(async (tx) => {
      expect(await escalateBatch(tx, directory, at(1))).toBeGreaterThan(0);
      await tx.execute("select pg_terminate_backend(pg_backend_pid())");
    });
    await expect(dies).rejects.toThrow();
    expect([await placesOf(request), await toldOf(request, approver.id)]).toEqual([[], []]);
    await escalateDue(at(1));
    await escalateDue(at(1));
    expect(await placesOf(request)).toEqual(["asked 0.0"]);
    expect(await toldOf(request, approver.id)).toEqual(["approval.asked"]);
  });

  test("while its agent is stopped nothing comes; then the stopped time is given back", async () => {
    const { groupId } = await group("Stopped");
    const chainId = await chain({ steps: [step(10), step(20)], pauseMinutes: 500 });
    const request = await ask({ agentName: "stopped-agent", groupIds: [groupId], chainId, expiryMinutes: 900 }, start);
    await escalateDue(at(0));
    await inTransaction((tx) => freezeForAgent(tx, systemActor, "stopped-agent", at(4)));
    await escalateDue(at(60));
    expect(await placesOf(request)).toEqual(["asked 0.0"]);
    await inTransaction((tx) => thawForAgent(tx, systemActor, "stopped-agent", at(64)));
    await escalateDue(at(69));
    await escalateDue(at(80));
    expect((await eventsOf(request)).map(({ due_at }) => (due_at.getTime() - start.getTime()) / MINUTE_MS)).toEqual([0, 70, 80]);
  });
});

describe("what people are told", () => {
  test("a reassignment lets another group decide too, beside those who could", async () => {
    const [finance, sales] = [await group("First"), await group("Second")];
    const chainId = await chain({ steps: [step(5)], final: { kind: "reassign", groupId: sales.groupId } });
    const request = await ask({ groupIds: [finance.groupId], chainId, expiryMinutes: 900 }, start);
    const bySales = () => happeningAt(at(21), () => decide(sales.approver, { id: request.id, verdict: "approve", reason: "" }));
    expect(await bySales()).toMatchObject({ ok: false });
    await escalateDue(at(20));
    expect(await toldOf(request, sales.approver.id)).toEqual(["approval.escalated"]);
    expect(await bySales()).toMatchObject({ ok: true, value: { state: "approved" } });
  });

  test("the next stage is asked when it opens, the breach is told, and the decision closes what was told, with a name", async () => {
    const [one, two] = [await group("One"), await group("Two")];
    const stage = { name: "One", groupIds: [one.groupId], personIds: [], onCallIds: [], quorum: 1, dueMinutes: 10 };
    const stages = [stage, { ...stage, name: "Two", groupIds: [two.groupId] }] as const;
    const request = await ask({ stages, expiryMinutes: 900, dueMinutes: 10 }, start);
    await escalateDue(at(0));
    expect([await toldOf(request, one.approver.id), await toldOf(request, two.approver.id)]).toEqual([["approval.asked"], []]);
    given(await happeningAt(at(5), () => decide(one.approver, { id: request.id, verdict: "approve", reason: "" })));
    await escalateDue(at(6));
    await recordBreaches(at(16));
    expect(await toldOf(request, two.approver.id)).toEqual(["approval.asked", "approval.breached"]);
    given(await happeningAt(at(17), () => decide(two.approver, { id: request.id, verdict: "approve", reason: "" })));
    const words = await read("select distinct settled_words from notice where subject_id = $1 order by 1", request.id);
    const [first, last] = [`Already approved by ${one.approver.name}; now with Two`, `Already approved by ${two.approver.name}`];
    expect(words).toEqual([first, last].sort().map((text) => ({ settled_words: text })));
  });

  test("a step that reaches nobody is on record as such", async () => {
    const [{ groupId }, elsewhere] = [await group("Gap"), await group("Managed")];
    // Somebody has a manager, or the chain would be refused; but nobody owns this agent.
    await force("update person set manager_id = $1 where id = $2", (await named("Manager", ["approver"])).id, elsewhere.approver.id);
    const chainId = await chain({ steps: [step(5, [{ kind: "owner" }, { kind: "ownerManager" }])] });
    const request = await ask({ groupIds: [groupId], chainId, expiryMinutes: 900 }, start);
    await escalateDue(at(6));
    expect((await eventsOf(request)).at(-1)).toMatchObject({ kind: "step", person_ids: [] });
  });
});
