import { beforeAll, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { mintKey, type PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { foldCosts } from "@/server/spend/keeping";
import { ingestTraces } from "@/server/traces/ingest";
import { settleTraces } from "@/server/traces/settle";
import { closeMonths } from "./closing";
import { handOver } from "./handing-over";
import { acknowledge, dispute, listStatements, readStatement } from "./service";

freshDatabase();

const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
let [operator, owner, viewer]: PersonActor[] = [];
let span = 0;

async function call(at: string, agent: string, team: string, tokens: number): Promise<void> {
  span += 1;
  const ns = BigInt(Date.parse(at)) * 1_000_000n;
  const text = (name: string, value: string) => ({ key: name, value: { stringValue: value } });
  const attributes = [
    text("gen_ai.operation.name", "chat"),
    text("gen_ai.provider.name", "openai"),
    text("gen_ai.request.model", "gpt-5"),
    text("gen_ai.agent.name", agent),
    text("reeve.team", team),
    { key: "gen_ai.usage.input_tokens", value: { intValue: tokens } },
    { key: "gen_ai.usage.output_tokens", value: { intValue: 0 } },
  ];
  const one = { traceId: String(span).padStart(32, "a"), spanId: String(span).padStart(16, "b"), name: "chat", attributes };
  const times = { startTimeUnixNano: String(ns), endTimeUnixNano: String(ns + 1_000_000_000n) };
  const bytes = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...one, ...times }] }] }] }));
  const answer = await ingestTraces(key, { encoding: "application/json", bytes }, new Date(Date.parse(at) + 1_000));
  if (!answer.ok) throw new Error(answer.refusal.message);
}

async function closeAt(at: string): Promise<void> {
  const now = new Date(at);
  await settleTraces(now);
  await foldCosts(now);
  await happeningAt(now, () => closeMonths(now));
}

const all = async () => {
  const answer = await happeningAt(new Date("2026-12-02T12:00:00Z"), () => listStatements(viewer as PersonActor));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
};
const read = async (id: string) => {
  const answer = await readStatement(viewer as PersonActor, id);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
};
const idOf = async (month: string, team: string) => (await prisma().statement.findFirstOrThrow({ where: { month, team } })).id;

beforeAll(async () => {
  [operator, owner, viewer] = [
    await signInAs("operator@x.example", ["operator"]),
    await signInAs("owner@x.example", ["viewer"]),
    await signInAs("viewer@x.example", ["viewer"]),
  ];
  const team = { id: newId("team"), name: "Sales", createdAt: new Date("2026-09-01T00:00:00Z") };
  await prisma().team.create({ data: team });
  const about = { purpose: "sells", riskTier: "low", environment: "production", state: "live" };
  const times = { stateAt: team.createdAt, firstSeenAt: team.createdAt, updatedAt: team.createdAt };
  await prisma().agent.create({
    data: { id: newId("agent"), name: "sales-agent", teamId: team.id, ownerId: owner.id, ...about, ...times },
  });
  await call("2026-10-05T10:00:00Z", "sales-agent", "Sales", 8_000_000);
  await call("2026-10-06T10:00:00Z", "support-triage", "Support", 4_000_000);
  await call("2026-11-05T10:00:00Z", "sales-agent", "Sales", 800_000);
}, 30_000);

test("a month is closed once its traces are settled, once, and its owner is told", async () => {
  await closeAt("2026-10-31T23:59:00Z");
  await closeAt("2026-11-01T00:30:00Z");
  expect(await prisma().statement.count()).toBe(0);
  await Promise.all([closeAt("2026-11-01T01:00:00Z"), closeAt("2026-11-01T01:00:00Z")]);
  const sales = await read(await idOf("2026-10", "Sales"));
  expect(sales).toMatchObject({
    team: "Sales",
    totalMicroUsd: "10000000",
    state: "to_acknowledge",
    owner: { id: owner?.id },
    corrections: [],
  });
  expect(sales.lines).toMatchObject([{ agent: "sales-agent", model: "gpt-5", calls: 1, costMicroUsd: "10000000" }]);
  expect(await prisma().statement.count()).toBe(2);
  expect(await prisma().notice.count({ where: { kind: "statement.closed" } })).toBe(1);
});

test("what is counted of a closed month later is a credit or a charge of the next one; nothing is lost or told twice", async () => {
  await call("2026-10-07T10:00:00Z", "sales-agent", "Sales", 400_000);
  const before = await read(await idOf("2026-10", "Sales"));
  await closeAt("2026-12-01T02:00:00Z");
  expect(await read(await idOf("2026-10", "Sales"))).toEqual(before);
  const next = await read(await idOf("2026-11", "Sales"));
  expect(next).toMatchObject({ usageMicroUsd: "1000000", correctionsMicroUsd: "500000", totalMicroUsd: "1500000" });
  expect(next.corrections).toMatchObject([{ month: "2026-10", agent: "sales-agent", calls: 1, costMicroUsd: "500000" }]);
  await closeAt("2027-01-01T02:00:00Z");
  expect(await prisma().statementLine.count({ where: { month: "2026-10", statement: { month: "2026-12" } } })).toBe(0);
  const [stated] = await prisma().$queryRaw<{ sum: string }[]>`select sum(cost_pico_usd)::text as sum from statement_line`;
  const [counted] = await prisma().$queryRaw<{ sum: string }[]>`select sum(input_pico_usd + output_pico_usd)::text as sum from cost_hourly`;
  expect(stated).toEqual(counted);
});

test("its owner alone says whether it is right; two answers at a time, one is heard; what is acknowledged stays so", async () => {
  const id = await idOf("2026-10", "Sales");
  expect(await acknowledge(viewer as PersonActor, id)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await acknowledge(operator as PersonActor, id)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  const answers = await Promise.all([
    dispute(owner as PersonActor, id, "The renewal runs are Support's."),
    dispute(owner as PersonActor, id, "Twice"),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await read(id)).state).toBe("disputed");
  expect(await acknowledge(owner as PersonActor, id)).toMatchObject({ ok: true });
  expect(await dispute(owner as PersonActor, id, "Again")).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  const entries = await prisma().auditOutbox.findMany({ where: { subjectId: id }, orderBy: { recordedAt: "asc" } });
  expect(entries.map(({ kind }) => kind)).toEqual(["statement.closed", "statement.disputed", "statement.acknowledged"]);
});

test("a statement without an owner is an operator's until it is handed over", async () => {
  const id = await idOf("2026-10", "Support");
  expect((await read(id)).owner).toBeNull();
  expect(await handOver(viewer as PersonActor, { id, ownerId: viewer?.id ?? "" })).toMatchObject({
    ok: false,
    refusal: { code: "forbidden" },
  });
  expect(await handOver(operator as PersonActor, { id, ownerId: viewer?.id ?? "" })).toMatchObject({ ok: true });
  expect(await acknowledge(operator as PersonActor, id)).toMatchObject({ ok: false });
  expect(await acknowledge(viewer as PersonActor, id)).toMatchObject({ ok: true });
});

test("the months by team, newest first", async () => {
  const { months, teams, openMonth } = await all();
  expect([openMonth, months.slice(-2)]).toEqual(["2026-12", ["2026-11", "2026-10"]]);
  expect(teams.find(({ team }) => team === "Sales")?.statements.slice(-2)).toMatchObject([
    { totalMicroUsd: "1500000" },
    { totalMicroUsd: "10000000" },
  ]);
});
