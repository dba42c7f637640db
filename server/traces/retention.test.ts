import { beforeEach, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { dayOf, faultsOf, goesAt, SHIPPED_DAYS } from "./core/retention";
import { keepPartitions } from "./keeping";
import { forgetDays } from "./partitions";
import { changeRetention, previewRetention, readRetention } from "./retention";
import { forgetSources } from "./sources";
import { hex, send, span, text } from "./testing/sending";

freshDatabase();

const DAY_MS = 86_400_000;
let admin: PersonActor;
let auditor: PersonActor;
beforeEach(async () => {
  forgetDays();
  forgetSources();
  admin ??= await signInAs("admin@example.com", ["admin"]);
  auditor ??= await signInAs("auditor@example.com", ["auditor"]);
});

const sendOf = async (daysAgo: number) => {
  const traceId = hex(16);
  await send(span({ traceId, startMs: Date.now() - daysAgo * DAY_MS, attributes: [text("note", "4111 1111 1111 1111")] }));
  return traceId;
};
const page = async () => {
  const read = await readRetention(auditor);
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value;
};
const streamOf = async (stream: string) => (await page()).streams.find((each) => each.stream === stream);
const change = async (days: Partial<typeof SHIPPED_DAYS>, isConfirmed = false) =>
  changeRetention(admin, {
    baseVersion: (await page()).version,
    days: { ...(await page()).days, ...days },
    reason: "because",
    isConfirmed,
  });
const entries = async (kind: string) => {
  const rows = await prisma().$queryRaw<{ entry: { data: Record<string, unknown> } }[]>`
    select convert_from(bytes, 'UTF8')::jsonb as entry from audit_outbox where kind = ${kind} order by id`;
  return rows.map(({ entry }) => entry.data);
};

describe("what may be chosen", () => {
  test("everything is kept for six months as it comes, and steps and events never for less", () => {
    expect(Object.values(SHIPPED_DAYS).every((days) => days >= 184)).toBe(true);
    expect(faultsOf(SHIPPED_DAYS)).toEqual([]);
    expect(faultsOf({ ...SHIPPED_DAYS, steps: 183 }).map(({ stream }) => stream)).toEqual(["steps", "payloads", "events"]);
    expect(faultsOf({ steps: 400, payloads: 30, events: 183, metrics: 29 }).map(({ stream }) => stream)).toEqual(["events", "metrics"]);
    expect(goesAt("2026-11-01", 30)).toBe("2026-12-02T00:00:00.000Z");
  });
  test("the database refuses what the page would", async () => {
    await expect(prisma().$executeRaw`insert into retention_version values (9, 183, 30, 184, 30, 'x', 'x', now())`).rejects.toThrow(
      /retention_version_floors/,
    );
    await expect(prisma().$queryRaw`select * from drop_partition('step', current_date - 100)`).rejects.toThrow(/is not dropped/);
    await expect(prisma().$queryRaw`select * from drop_partition('person', current_date - 500)`).rejects.toThrow(/is not dropped/);
  });
});

test("the page tells what the database holds", async () => {
  await sendOf(3);
  await sendOf(1);
  const steps = await streamOf("steps");
  expect(steps).toMatchObject({ days: 400, fullDays: 2, records: "2", next: { day: dayOf(new Date(Date.now() - 3 * DAY_MS)) } });
  expect(Number(steps?.bytes)).toBeGreaterThan(16_384);
  expect(steps?.oldestAt?.slice(0, 10)).toBe(dayOf(new Date(Date.now() - 3 * DAY_MS)));
  expect(await streamOf("metrics")).toMatchObject({ records: "0", oldestAt: null, next: null });
});

test("payloads kept for less go whole, with what was taken out of them and an entry for each day; steps stay", async () => {
  const [old, young] = [await sendOf(60), await sendOf(2)];
  const lost = await previewRetention(auditor, { ...SHIPPED_DAYS, payloads: 30 });
  const day = dayOf(new Date(Date.now() - 60 * DAY_MS));
  expect(lost.ok && lost.value).toMatchObject([{ stream: "payloads", days: 1, from: day, to: day, records: "1" }]);
  expect(await change({ payloads: 30 })).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
  expect(await change({ payloads: 30 }, true)).toMatchObject({ ok: true, value: { version: 1 } });
  await Promise.all([keepPartitions(new Date()), keepPartitions(new Date())]); // two workers
  expect(await prisma().stepPayload.count({ where: { traceId: old } })).toBe(0);
  expect(await prisma().stepPayload.count({ where: { traceId: young } })).toBe(1);
  expect(await prisma().step.count({ where: { traceId: old } })).toBe(1);
  expect(await prisma().traceWords.findMany({ where: { traceId: { in: [old, young] } }, select: { traceId: true } })).toEqual([
    { traceId: young },
  ]);
  const pruned = (await entries("retention.pruned")).filter((data) => data.day === day);
  expect(pruned.map(({ stream, table, records, days }) => [stream, table, records, days]).sort()).toEqual([
    ["payloads", "step_payload", 1, 30],
    ["payloads", "step_redaction", 1, 30],
  ]);
  expect(await entries("retention.changed")).toMatchObject([{ version: 1, before: SHIPPED_DAYS, days: { payloads: 30 } }]);
});

test("steps past their retention go with the lines of their traces, and a day that was deleted can come again when it is kept again", async () => {
  await prisma().$queryRawUnsafe("select make_step_partitions(array[current_date - 500])::text");
  const traceId = hex(16);
  const at = new Date(Date.now() - 500 * DAY_MS);
  await prisma().step.create({
    data: {
      traceId,
      spanId: hex(8),
      startedAt: at,
      kind: "other",
      name: "x",
      status: "ok",
      dialect: "otel",
      sdk: "",
      sourceId: "x",
      receivedAt: at,
    },
  });
  await prisma()
    .$executeRaw`insert into trace (id, first_at, last_at, name, name_key, has_root, agents, tools, models, steps, running, errors, is_failed, llm_steps, tool_steps, ungoverned, input_tokens, output_tokens, reported_cost_pico_usd, received_at)
    values (${traceId}, ${at}, ${at}, 'x', '0', true, '{}', '{}', '{}', 1, 0, 0, false, 0, 0, 0, 0, 0, 0, ${at})`;
  await keepPartitions(new Date());
  expect(await prisma().step.count({ where: { traceId } })).toBe(0);
  expect(await prisma().trace.count({ where: { id: traceId } })).toBe(0);
  expect(await change({ payloads: 200 })).toMatchObject({ ok: true });
  await expect.poll(() => sendOf(60).then(() => true), { timeout: 20_000 }).toBe(true);
});

test("two who change it at the same moment: exactly one is taken", async () => {
  const { version, days } = await page();
  const answers = await Promise.all(
    [210, 220, 230].map((payloads) =>
      changeRetention(admin, { baseVersion: version, days: { ...days, payloads }, reason: "because", isConfirmed: true }),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await changeRetention(auditor as PersonActor, { baseVersion: version + 1, days, reason: "because", isConfirmed: true })).ok).toBe(
    false,
  );
});
