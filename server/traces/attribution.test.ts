import { expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { previewAttribution, readAttribution, saveAttribution } from "./attribution";
import { ingestTraces } from "./ingest";
import { settleTraces } from "./settle";

freshDatabase();

const NOW = new Date("2026-11-22T12:00:00Z");
const LATER = new Date(NOW.getTime() + 11 * 60_000);
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
const person = (role: "operator" | "viewer") =>
  mintPerson({ id: newId("person"), name: "Mei", email: `${role}@x.example`, roles: new Set([role] as const), groupIds: new Set() });
const [operator, viewer] = [person("operator"), person("viewer")];

const RULE = {
  when: { service: "erp-sync", agent: null, attribute: { name: "tenant", value: "berlin" } },
  give: { agent: null, team: "Procurement", taskClass: "order-sync" },
};

async function call(id: string, tenant: string): Promise<void> {
  const says = [
    ["gen_ai.operation.name", { stringValue: "chat" }],
    ["gen_ai.provider.name", { stringValue: "openai" }],
    ["gen_ai.request.model", { stringValue: "gpt-5" }],
    ["gen_ai.agent.name", { stringValue: "nobody-knows" }],
    ["tenant", { stringValue: tenant }],
    ["gen_ai.usage.input_tokens", { intValue: 1_000_000 }],
  ] as const;
  const ns = BigInt(NOW.getTime()) * 1_000_000n;
  const span = {
    traceId: id.repeat(32),
    spanId: id.repeat(16),
    name: "chat",
    startTimeUnixNano: String(ns - 60_000_000_000n),
    endTimeUnixNano: String(ns),
    attributes: says.map(([name, value]) => ({ key: name, value })),
  };
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "erp-sync" } }] };
  const body = { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
  const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify(body)) }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const countedUnder = () =>
  prisma().$queryRaw<{ trace: string; team: string | null; task: string | null; cost: string }[]>`
    select left(s.trace_id, 1) as trace, d.team, d.task_class as task, s.cost_pico_usd::text as cost
    from step s join cost_dimension d on d.id = s.cost_dimension_id order by 1`;

test("a rule speaks for what nobody claims: of the last days as a correction on record, and of all that comes", async () => {
  await call("a", "berlin");
  await call("b", "paris");
  await settleTraces(LATER);
  expect(await countedUnder()).toMatchObject([{ team: null }, { team: null }]);

  const seen = await happeningAt(LATER, () => previewAttribution(operator, [RULE]));
  expect(seen.ok && seen.value.rules).toEqual([{ calls: 1, costMicroUsd: "1250000" }]);
  expect(seen.ok && [seen.value.before.teamMicroUsd, seen.value.after.teamMicroUsd, seen.value.after.totalMicroUsd]).toEqual([
    "0",
    "1250000",
    "2500000",
  ]);

  const saved = await saveAttribution(operator, { baseVersion: 0, rules: [RULE], reason: "The ERP tells no team." }, LATER);
  expect(saved).toMatchObject({ ok: true, value: { version: 1, reopened: 2 } });
  await new Promise((resolve) => setTimeout(resolve, 5_100)); // the rules in force are remembered for five seconds
  await settleTraces(LATER);
  expect(await countedUnder()).toEqual([
    { trace: "a", team: "Procurement", task: "order-sync", cost: "1250000000000" },
    { trace: "b", team: null, task: null, cost: "1250000000000" },
  ]);
  const corrections = await prisma().$queryRaw<{ cause: string; cost: string }[]>`
    select cause, sum(input_pico_usd)::text as cost from cost_delta where cause <> 'ingest' group by 1`;
  expect(corrections).toEqual([{ cause: "attributed", cost: "0" }]);
}, 20_000);

test("nobody overwrites what someone else changed meanwhile, and who may not change may look", async () => {
  const stale = { baseVersion: 0, rules: [], reason: "old" };
  expect(await saveAttribution(operator, stale, LATER)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(await saveAttribution(viewer, { ...stale, baseVersion: 1 }, LATER)).toMatchObject({ ok: false });
  expect(await previewAttribution(viewer, [])).toMatchObject({ ok: false });
  expect(await readAttribution(viewer)).toMatchObject({ ok: true, value: { version: 1, rules: [RULE], can: { change: false } } });
});
