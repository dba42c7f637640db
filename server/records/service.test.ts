import { beforeAll, describe, expect, test } from "vitest";
import { putAgent } from "@/server/fleet/agents";
import { createTeam } from "@/server/fleet/teams";
import { createKey } from "@/server/identity/keys";
import { authenticateKey } from "@/server/identity/service";
import { signInAs } from "@/server/identity/testing";
import { type KeyActor, type PersonActor, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { validate } from "@/server/platform/validate";
import { KIND_NAMES, kindsOf, specOf } from "./core/kinds";
import { type RecordInput, RecordInputSchema } from "./schema";
import { addRecord, addRecords, listRecords, recordChoices, withdrawRecord } from "./service";

freshDatabase();

const AT = "2026-11-20T12:00:00.000Z";
const ALL = { state: "all", limit: 50 } as const;
let [operator, viewer]: PersonActor[] = [];
let keys: { all: KeyActor; bound: KeyActor };

beforeAll(async () => {
  operator = await signInAs("mei@example.com", ["operator"]);
  viewer = await signInAs("vic@example.com", ["viewer"]);
  const admin = await signInAs("admin@example.com", ["admin"]);
  await createTeam(systemActor, "Sales");
  for (const name of ["seller", "buyer"]) await putAgent(systemActor, name, { state: "live" });
  const make = async (agentName: string | null) => {
    const { key } = granted(await createKey(admin, { name: "ci", scopes: ["records:write"], agentName }));
    return granted(await authenticateKey(`Bearer ${key}`));
  };
  keys = { all: await make(null), bound: await make("seller") };
});

const drill = (over: object = {}): RecordInput => ({
  kind: "rollback_drill",
  happenedAt: AT,
  agent: "seller",
  facts: { minutes: 9, isPassed: true },
  ...over,
});
const person = (actor: PersonActor | undefined) => {
  if (actor === undefined) throw new Error("nobody signed in");
  return actor;
};
const granted = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

/** What a machine sends, as its route takes it. */
async function call(key: KeyActor, body: unknown, idempotencyKey = "one") {
  const input = validate(RecordInputSchema, body);
  return input.ok ? addRecord(key, input.value, idempotencyKey) : input;
}

test("every kind names criteria that ask for it, and facts that its limits are about", () => {
  for (const kind of KIND_NAMES) {
    const { criteria, facts, atMost = [] } = specOf(kind);
    expect(criteria.length, kind).toBeGreaterThan(0);
    for (const criterion of criteria) expect(kindsOf(criterion)).toContain(kind);
    for (const name of atMost.flat()) expect(Object.keys(facts), kind).toContain(name);
  }
});

describe("a record that is not right", () => {
  test.each([
    ["of no kind", { kind: "hearsay" }, "kind"],
    ["about no agent where its kind asks for one", { agent: undefined }, "agent"],
    ["about an agent that nobody knows", { agent: "nobody" }, "agent"],
    ["about a person where its kind asks for none", { person: "mei@example.com" }, ""],
    ["with a fact of another form", { facts: { minutes: -1, isPassed: true } }, "facts.minutes"],
    ["with a fact that its kind has not", { facts: { minutes: 1, isPassed: true, mood: "good" } }, "facts"],
    ["of tomorrow", { happenedAt: "2999-01-01T00:00:00Z" }, "happenedAt"],
    ["with a link that leads nowhere", { link: "javascript:alert(1)" }, "link"],
  ])("%s is refused by the name of its field", async (_, over, path) => {
    const refused = await call(keys.all, drill(over));
    expect(refused).toMatchObject({ ok: false, refusal: { code: "invalid_request", errors: [{ path }] } });
  });

  test("with more of a part than of the whole is refused", async () => {
    const suite = { kind: "attack_suite", happenedAt: AT, agent: "seller", facts: { attempts: 10, succeeded: 11 } };
    expect(await call(keys.all, suite)).toMatchObject({ refusal: { errors: [{ path: "facts.succeeded" }] } });
  });
});

test("a key gets the same record for the same words under one idempotency key, and a conflict for others; a bound key speaks of its agent alone", async () => {
  const [first, again] = (await Promise.all([call(keys.all, drill()), call(keys.all, drill())])).map(granted);
  expect(again?.id).toBe(first?.id);
  expect(await call(keys.all, drill({ note: "other" }))).toMatchObject({ refusal: { code: "idempotency_conflict" } });
  expect(await call(keys.bound, drill({ agent: "buyer" }))).toMatchObject({ refusal: { code: "agent_mismatch" } });
  expect(await call(keys.all, drill({ agent: "buyer" }), "two")).toMatchObject({ ok: true });
  expect(granted(await listRecords(keys.bound, ALL)).items.map(({ agent }) => agent)).toEqual(["seller"]);
  expect(await listRecords(keys.bound, { ...ALL, agent: "buyer" })).toMatchObject({ refusal: { code: "agent_mismatch" } });
});

test("a correction takes the place of a record, a withdrawal ends one; both stay to be read, and nothing is changed twice", async () => {
  const actor = person(operator);
  const wrong = granted(await addRecord(actor, drill({ happenedAt: "2026-11-18T12:00:00Z", facts: { minutes: 90, isPassed: true } })));
  const right = granted(await addRecord(actor, drill({ happenedAt: wrong.happenedAt, corrects: wrong.id })));
  expect(right).toMatchObject({ state: "standing", corrects: wrong.id, author: { type: "person" } });
  expect(await addRecord(actor, drill({ corrects: wrong.id }))).toMatchObject({ refusal: { code: "conflict" } });
  const otherKind = {
    kind: "failover_drill",
    happenedAt: AT,
    agent: "seller",
    facts: { metObjectives: true },
    corrects: right.id,
  } as const;
  expect(await addRecord(actor, otherKind)).toMatchObject({ refusal: { code: "conflict" } });
  const all = granted(await listRecords(actor, { ...ALL, kind: "rollback_drill", agent: "seller" })).items;
  expect(all.find(({ id }) => id === wrong.id)).toMatchObject({ state: "corrected", endReason: null });
  const alone = await listRecords(actor, { id: wrong.id, state: "standing", limit: 50 });
  expect(granted(alone).items.map(({ id, state }) => [id, state])).toEqual([[wrong.id, "corrected"]]);
  expect(await withdrawRecord(actor, { id: right.id, reason: "It was another agent." })).toMatchObject({ ok: true });
  expect(await withdrawRecord(actor, { id: right.id, reason: "It was another agent." })).toMatchObject({ refusal: { code: "conflict" } });
  const standing = granted(await listRecords(actor, { kind: "rollback_drill", state: "standing", limit: 50 })).items;
  expect(standing.map(({ id }) => id)).not.toContain(right.id);
  const kinds = await prisma().auditOutbox.findMany({ where: { subjectType: "record", subjectId: { in: [wrong.id, right.id] } } });
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(["record.added", "record.corrected", "record.withdrawn"]);
  expect(Buffer.from(kinds[0]?.bytes ?? "").toString()).not.toContain("minutes");
});

test("many records are put on record together or not at all, and are listed page by page; who may not write may read", async () => {
  const actor = person(operator);
  const training = (email: string): RecordInput => ({ kind: "training", happenedAt: AT, person: email, facts: { course: "Oversight" } });
  expect(await addRecords(actor, [training("mei@example.com"), training("nobody@example.com")])).toMatchObject({ ok: false });
  expect(granted(await listRecords(actor, { ...ALL, kind: "training" })).items).toEqual([]);
  expect(await addRecords(actor, ["mei@example.com", "vic@example.com"].map(training))).toMatchObject({ value: { count: 2 } });
  const first = granted(await listRecords(person(viewer), { kind: "training", state: "all", limit: 1 }));
  const second = granted(await listRecords(person(viewer), { kind: "training", state: "all", limit: 1, cursor: first.nextCursor ?? "" }));
  expect([...first.items, ...second.items].map(({ person: of }) => of).sort()).toEqual(["mei@example.com", "vic@example.com"]);
  expect(second.nextCursor).toBeNull();
  expect(await addRecord(person(viewer), training("mei@example.com"))).toMatchObject({ refusal: { code: "forbidden" } });
  expect(granted(await recordChoices(person(viewer)))).toMatchObject({
    agents: ["buyer", "seller"],
    teams: ["Sales"],
    can: { add: false },
  });
  expect(RecordInputSchema.safeParse(training("mei@example.com")).success).toBe(true);
});
