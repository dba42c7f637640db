import { beforeAll, expect, test } from "vitest";
import { consume, receive } from "@/server/gate/service";
import { actionId, ask, call, discount, expectOk, gateWorld, key } from "@/server/gate/testing";
import { prisma } from "@/server/platform/db";
import { hex, send, span, text } from "@/server/traces/testing/sending";
import { evidenceChecks } from "./evidence";
import { recordChecks } from "./record-store";
import { CRITERIA } from "./rubrics";
import { telemetryChecks } from "./telemetry-store";

gateWorld();

const recorded = evidenceChecks.filter(({ criterion }) => criterion.startsWith("OBS"));
const CHECKS = new Map([...telemetryChecks, ...recordChecks, ...recorded].map((check) => [check.criterion, check]));
const DAY_MS = 86_400_000;
/** What is sent now is a while ago then. */
const later = new Date(Date.now() + 20 * 60_000);
const look = async (criterion: string, at = later) => {
  const check = CHECKS.get(criterion);
  if (check === undefined) throw new Error(`there is no check of ${criterion}`);
  return check.measure(at);
};
const values = async (criterion: string, at?: Date) => (await look(criterion, at)).readings.map(({ value }) => value);

beforeAll(async () => {
  const createdAt = new Date();
  await prisma().organisation.create({ data: { id: "org_1", name: "Northwind", timeZone: "Europe/Berlin", isDemo: false, createdAt } });
});

test("every computed criterion of observability has a check with a reading for each condition, and without data says what is missing", async () => {
  const computed = [...CRITERIA.values()].flatMap(({ id, check }) =>
    id.startsWith("OBS") && check.type === "auto" ? [{ id, conditions: check.conditions.length }] : [],
  );
  expect([...CHECKS.keys()].sort()).toEqual(computed.map(({ id }) => id).sort());
  for (const { id, conditions } of computed) {
    const { readings, n, missing } = await look(id);
    expect(readings, id).toHaveLength(conditions);
    // Settings stand from the first day.
    if (id === "OBS-3.3") continue;
    expect([id, readings.map(({ value }) => value).filter((value) => value !== null), n, typeof missing]).toEqual([id, [], 0, "string"]);
  }
});

test("traces: whole and named runs hold, torn and nameless ones do not, and a helper must hang under the one that called it", async () => {
  const named = [
    text("gen_ai.agent.name", "sales-agent"),
    text("gen_ai.agent.version", "3"),
    text("reeve.team", "Sales"),
    text("reeve.initiator.type", "user"),
    text("reeve.initiator.id", "sam"),
  ];
  const [whole, torn, handed, lost] = [hex(16), hex(16), hex(16), hex(16)];
  const root = { spanId: hex(8), name: "run" };
  await send(span({ ...root, traceId: whole, attributes: named }), span({ traceId: whole, parentSpanId: root.spanId }));
  expect([await values("OBS-2.1"), await values("OBS-2.2"), await values("OBS-3.1")]).toEqual([[1], [1], [1, null]]);

  await send(span({ ...root, traceId: torn }), span({ traceId: torn, parentSpanId: hex(8) }));
  const half = await look("OBS-2.1");
  expect(half.readings).toEqual([{ value: 0.5, hits: 1, of: 2 }]);
  expect(half.samples.map(({ id, kind, holds }) => [id, kind, holds])).toEqual([
    [torn, "trace", false],
    [whole, "trace", true],
  ]);
  expect(await values("OBS-2.2")).toEqual([0.5]);

  const helper = { startMs: Date.now() - 400, attributes: [text("gen_ai.agent.name", "helper")] }; // after the one that called it
  await send(span({ ...root, traceId: handed, attributes: named }), span({ traceId: handed, parentSpanId: root.spanId, ...helper }));
  expect((await values("OBS-3.1"))[1]).toBe(1);
  await send(span({ ...root, traceId: lost, attributes: named }), span({ traceId: lost, ...helper }));
  expect((await values("OBS-3.1"))[1]).toBe(0.5);
  expect(await values("OBS-2.1", new Date())).toEqual([null]);
});

test("payloads: what the rules would take out today is found, and what they took out is not", async () => {
  expect(await values("OBS-3.5")).toEqual([0]);
  await send(span({ name: "chat", attributes: [text("gen_ai.input.messages", "Use AKIAIOSFODNN7EXAMPLE"), text("password", "hunter2")] }));
  expect(await values("OBS-3.5")).toEqual([0]);
  await send(span({ name: "chat", attributes: [text("gen_ai.input.messages", "Write to rosa@northwind.example")] }));
  const { readings, n, samples } = await look("OBS-3.5");
  expect([n, readings[0]?.value]).toEqual([6, 1_000 / 6]);
  expect(samples.filter(({ holds }) => !holds)).toHaveLength(1);
});

test("the pipeline: lag is from a run's end to its arrival, and what is rejected is told of all that was sent", async () => {
  const [lag, lost] = await values("OBS-4.4");
  expect(lag).toBeLessThan(60);
  expect(lost).toBe(0);
  await prisma().trace.updateMany({ where: { name: "run" }, data: { receivedAt: new Date(Date.now() + 600_000) } });
  const [source] = await prisma().ingestSource.findMany();
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  await prisma().ingestDelta.create({ data: { sourceId: source?.id ?? "", hour, signal: "traces", outcome: "too_old", count: 10 } });
  const slow = await look("OBS-4.4");
  expect(slow.readings[0]?.value).toBeGreaterThan(590);
  // Ten spans came, ten more were not taken.
  expect(slow.readings[1]?.value).toBe(0.5);
  expect(slow.samples.map(({ holds }) => holds)).toEqual([false]);
});

const carriedOut = async (input: Parameters<typeof ask>[0], receipt: { readonly output?: unknown }) => {
  const answer = await ask(input);
  const lease = expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, "k"));
  expectOk(
    await receive(key, actionId(answer), { token: lease.token, status: "succeeded", actionDigest: answer.actionDigest, ...receipt }),
  );
  return actionId(answer);
};

test("the record: refusals are dated by their entries, and can go stale", async () => {
  await ask(discount({ args: { account: "acme", percent: 95 } }));
  const { readings, n, samples } = await look("OBS-2.3");
  expect(readings[0]?.value).toBeCloseTo(20 / 1_440, 2);
  expect([n, samples.map(({ holds }) => holds)]).toEqual([1, [true]]);
  expect((await values("OBS-2.3", new Date(later.getTime() + 8 * DAY_MS)))[0]).toBeGreaterThan(8);
});

test("side effects: the record is whole only with what was touched and what came of it; reading is left out", async () => {
  const small = { account: "acme", percent: 5 };
  await carriedOut(call(), {});
  expect(await values("OBS-3.2")).toEqual([null]);
  await carriedOut(discount({ args: small, resource: "crm:account/acme" }), { output: { id: 1 } });
  expect(await values("OBS-3.2")).toEqual([1]);
  const bare = await carriedOut(discount({ args: small }), { output: { id: 2 } });
  await carriedOut(discount({ args: small, resource: "crm:account/acme" }), {});
  const { readings, samples } = await look("OBS-3.2");
  expect(readings).toEqual([{ value: 1 / 3, hits: 1, of: 3 }]);
  expect(samples[0]).toMatchObject({ kind: "action", holds: false });
  expect(samples.map(({ id }) => id)).toContain(bare);
});

test("a decision is told again from what is stored; one whose arguments were changed behind the record is not", async () => {
  const whole = await look("OBS-5.1");
  expect(whole.readings).toEqual([{ value: 1, hits: 5, of: 5 }]);
  await prisma().action.update({ where: { id: whole.samples[0]?.id ?? "" }, data: { args: '{"account":"other"}' } });
  expect(await values("OBS-5.1")).toEqual([0.8]);
});

test("retention: the shortest setting counts, and a stream that lost what it should still have", async () => {
  expect(await values("OBS-3.3")).toEqual([200, 0]);
  const version = { version: 1, steps: 400, payloads: 30, events: 184, metrics: 30, authorId: "per_1", reason: "Less." };
  await prisma().retentionVersion.create({ data: { ...version, changedAt: new Date() } });
  const [source] = await prisma().ingestSource.findMany();
  const hour = new Date(Date.now() - 100 * DAY_MS);
  await prisma().ingestCount.create({ data: { sourceId: source?.id ?? "", hour, signal: "traces", outcome: "accepted", count: 5n } });
  const { readings, n, samples } = await look("OBS-3.3");
  // Steps since a hundred days, payloads since thirty: neither is there.
  expect([readings.map(({ value }) => value), n]).toEqual([[30, 2], 3]);
  expect(samples.filter(({ holds }) => !holds).map(({ id }) => id)).toEqual(["payloads", "steps"]);
});
