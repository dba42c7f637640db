import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { removeAlias, removePrice, setAlias, setPrice } from "@/server/pricing/edits";
import { ingestTraces } from "@/server/traces/ingest";
import { repriceSteps } from "@/server/traces/reprice";
import { settleTraces } from "@/server/traces/settle";
import { foldCosts } from "./keeping";

freshDatabase();

const NOW = new Date("2026-11-22T22:30:00Z");
const LATER = new Date(NOW.getTime() + 11 * 60_000);
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
const operator = mintPerson({
  id: newId("person"),
  name: "Mei Lin",
  email: "m@x.example",
  roles: new Set(["operator"] as const),
  groupIds: new Set(),
});
const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const ns = (ms: number) => String(BigInt(NOW.getTime() + ms) * 1_000_000n);

beforeAll(async () => {
  await prisma().trace.count();
});

type Attribute = string | number;
const attribute = (name: string, value: Attribute) => ({
  key: name,
  value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
});
type Spec = {
  readonly id: string;
  readonly parent?: string;
  readonly at?: number;
  readonly scope?: string;
  readonly says: Readonly<Record<string, Attribute>>;
};
type Span = { readonly scope: string; readonly span: Record<string, unknown> };

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5" };
const usage = (input: number, output: number) => ({ "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": output });

function spansOf(specs: readonly Spec[]): { traceId: string; spans: Span[] } {
  const traceId = hex(16);
  const idOf = new Map(specs.map(({ id }) => [id, hex(8)]));
  const spans = specs.map(({ id, parent, at = 0, scope = "a", says }) => ({
    scope,
    span: {
      traceId,
      spanId: idOf.get(id),
      ...(parent === undefined ? {} : { parentSpanId: idOf.get(parent) }),
      name: id,
      startTimeUnixNano: ns(-60_000 + at),
      endTimeUnixNano: ns(-59_000 + at),
      attributes: Object.entries(says).map(([name, value]) => attribute(name, value)),
    },
  }));
  return { traceId, spans };
}

async function send(spans: readonly Span[]): Promise<void> {
  const resourceSpans = spans.map(({ scope, span }) => ({ scopeSpans: [{ scope: { name: scope }, spans: [span] }] }));
  const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify({ resourceSpans })) }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const costOf = async (id: string) => {
  const { costPicoUsd, pricedSteps, unpricedSteps } = await prisma().trace.findUniqueOrThrow({ where: { id } });
  return { cost: costPicoUsd.toFixed(0), priced: pricedSteps, unpriced: unpricedSteps };
};

/** All that is counted, by the hours and by the steps: they must always agree. */
async function counted() {
  const [hours] = await prisma().$queryRaw<{ cost: string; calls: number; input: string }[]>`
    select coalesce(sum(input_pico_usd + cache_read_pico_usd + cache_write_5m_pico_usd + cache_write_1h_pico_usd + output_pico_usd + reasoning_pico_usd), 0)::text as cost,
      coalesce(sum(calls), 0)::int as calls, coalesce(sum(input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens), 0)::text as input
    from cost_hourly`;
  const [steps] = await prisma().$queryRaw<{ cost: string; calls: number; input: string }[]>`
    select coalesce(sum(cost_pico_usd), 0)::text as cost, count(*)::int as calls,
      coalesce(sum(case when cost_bucket in ('priced', 'unpriced') then input_tokens end), 0)::text as input
    from step where cost_bucket is not null`;
  const [traces] = await prisma().$queryRaw<{ cost: string }[]>`select coalesce(sum(cost_pico_usd), 0)::text as cost from trace`;
  expect(hours).toEqual(steps);
  expect(traces?.cost).toBe(steps?.cost);
  return hours;
}

async function settle() {
  await settleTraces(LATER);
  await foldCosts(LATER);
}

describe("counted once", () => {
  const tree: Spec[] = [
    { id: "root", says: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "renewals-agent", ...usage(3_000, 300) } },
    { id: "chat", parent: "root", at: 1, says: { ...CHAT, ...usage(1_000, 100) } },
    { id: "provider", parent: "chat", at: 2, scope: "b", says: { ...CHAT, ...usage(1_000, 100) } },
    { id: "one", parent: "root", at: 3, says: { ...CHAT, ...usage(1_000, 100), "gen_ai.response.id": "r1" } },
    { id: "again", parent: "root", at: 4, scope: "b", says: { ...CHAT, ...usage(1_000, 100), "gen_ai.response.id": "r1" } },
    { id: "lone", parent: "root", at: 5, says: { ...CHAT, ...usage(1_000, 100) } },
    { id: "streamed", parent: "root", at: 6, says: CHAT },
    { id: "unknown", parent: "root", at: 7, says: { ...CHAT, "gen_ai.request.model": "gpt-99-inhouse", ...usage(500, 50) } },
  ];
  // Three calls of 1,000 and 100 tokens of gpt-5: 1.25 and 10 US dollars a million.
  const expected = { cost: String(3n * (1_000n * 1_250_000n + 100n * 10_000_000n)), priced: 3, unpriced: 2 };

  test("at once, in any order, in any batches, with any copies: the same cost, to the last unit", async () => {
    const plan = fc.tuple(
      fc.shuffledSubarray([...tree.keys()], { minLength: tree.length }),
      fc.array(fc.nat(tree.length - 1), { maxLength: 5 }),
      fc.integer({ min: 1, max: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(plan, async ([order, copies, size]) => {
        const { traceId, spans } = spansOf(tree);
        const sent = [...order, ...copies].flatMap((i) => spans[i] ?? []);
        for (let at = 0; at < sent.length; at += size) await send(sent.slice(at, at + size));
        await settle();
        expect(await costOf(traceId)).toEqual(expected);
        await counted();
      }),
      { numRuns: 12 },
    );
  });

  test("a call that comes after its trace was settled is counted; the parent that spoke for it no longer is", async () => {
    const { traceId, spans } = spansOf([
      {
        id: "root",
        says: {
          "gen_ai.operation.name": "invoke_agent",
          "gen_ai.agent.name": "sales-agent",
          "gen_ai.request.model": "gpt-5",
          ...usage(2_000, 0),
        },
      },
      { id: "late", parent: "root", at: 1, says: { ...CHAT, ...usage(1_000, 0) } },
    ]);
    await send(spans.slice(0, 1));
    expect(await costOf(traceId)).toMatchObject({ cost: "0", priced: 0 });
    await settle();
    expect(await costOf(traceId)).toMatchObject({ cost: "2500000000", priced: 1 });
    await send(spans.slice(1));
    await settle();
    expect(await costOf(traceId)).toMatchObject({ cost: "1250000000", priced: 1 });
    await counted();
    const corrections = await prisma().costCorrection.findMany({ where: { cause: "settled" } });
    expect(corrections.length).toBeGreaterThan(0);
  });

  test("what a call is counted under: its agent's team, and the agent of the step above it that came later", async () => {
    await prisma().team.create({
      data: {
        id: newId("team"),
        name: "Retention",
        createdAt: NOW,
        agents: {
          create: {
            id: newId("agent"),
            name: "keeper",
            purpose: "",
            riskTier: "low",
            environment: "production",
            state: "live",
            stateAt: NOW,
            firstSeenAt: NOW,
            updatedAt: NOW,
          },
        },
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 5_100)); // where agents stand is remembered for five seconds
    const { spans } = spansOf([
      { id: "root", says: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "keeper", "reeve.task.class": "winback" } },
      { id: "call", parent: "root", at: 1, says: { ...CHAT, ...usage(7, 0) } },
    ]);
    await send(spans.slice(1));
    await send(spans.slice(0, 1));
    await settle();
    const rows = await prisma()
      .$queryRaw`select agent, team, task_class as task, model, provider, environment, calls from cost_hourly join cost_dimension d on d.id = dimension_id where agent = 'keeper'`;
    expect(rows).toEqual([
      { agent: "keeper", team: "Retention", task: "winback", model: "gpt-5", provider: "openai", environment: "production", calls: 1 },
    ]);
    await counted();
  }, 20_000);
});

describe("a change of prices", () => {
  const settled = async (says: Readonly<Record<string, Attribute>>) => {
    const { traceId, spans } = spansOf([{ id: "call", says: { ...CHAT, ...says } }]);
    await send(spans);
    await settle();
    return traceId;
  };
  const reprice = async () => {
    const after = new Date(Date.now() + 60_000);
    await new Promise((resolve) => setTimeout(resolve, 2_100)); // the table in force is remembered for two seconds
    await repriceSteps(after);
    await foldCosts(after);
  };
  test("a contract's price holds for what was counted since it holds, and taking it out undoes it", async () => {
    const traceId = await settled(usage(1_000, 0));
    const before = await counted();
    const rates = { input: "1", output: "2" };
    const input = {
      provider: "openai",
      model: "gpt-5",
      serviceTier: "standard",
      contract: "Frame 2026",
      startsAt: "2026-11-01T00:00:00Z",
      endsAt: null,
      rates,
    } as const;
    expect(await setPrice(operator, input)).toMatchObject({ ok: true });
    const twice = await setPrice(operator, { ...input, contract: "Another", startsAt: "2026-12-01T00:00:00Z" });
    expect(twice).toMatchObject({ ok: false, refusal: { errors: [{ path: "startsAt" }] } });
    await reprice();
    expect(await costOf(traceId)).toMatchObject({ cost: "1000000000" });
    await counted();
    const corrections = await prisma().costCorrection.aggregate({ where: { cause: "repriced" }, _sum: { costPicoUsd: true } });
    const repricing = await prisma().repricing.findFirstOrThrow({ orderBy: { version: "desc" } });
    expect(repricing).toMatchObject({ state: "done" });
    expect(corrections._sum.costPicoUsd?.toFixed(0)).toBe(repricing.differencePicoUsd.toFixed(0));
    const { id } = await prisma().price.findFirstOrThrow({ where: { source: "contract" } });
    expect(await removePrice(operator, id)).toMatchObject({ ok: true });
    await reprice();
    expect(await counted()).toEqual(before);
  }, 30_000);
  test("a name that is given a model is priced from then on, and for the past", async () => {
    const traceId = await settled({ "gen_ai.request.model": "prod-chat-eu", ...usage(1_000, 0) });
    expect(await costOf(traceId)).toEqual({ cost: "0", priced: 0, unpriced: 1 });
    expect(await setAlias(operator, { name: "prod-chat-eu", provider: null, toProvider: "openai", toModel: "gpt-5" })).toMatchObject({
      ok: true,
    });
    await reprice();
    expect(await costOf(traceId)).toEqual({ cost: "1250000000", priced: 1, unpriced: 0 });
    await counted();
    const { id } = await prisma().priceAlias.findFirstOrThrow({ where: { untilVersion: null } });
    expect(await removeAlias(operator, id)).toMatchObject({ ok: true });
    await reprice();
    expect(await costOf(traceId)).toEqual({ cost: "0", priced: 0, unpriced: 1 });
    await counted();
    const kinds = await prisma().$queryRaw<
      { kind: string }[]
    >`select distinct convert_from(bytes, 'UTF8')::jsonb->>'kind' as kind from audit_outbox order by 1`;
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["price_alias.removed", "price_alias.set", "prices.repriced"]));
  }, 30_000);
});
