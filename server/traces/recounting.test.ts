import fc from "fast-check";
import { expect, test } from "vitest";
import { type Call, TOKEN_CLASSES, totalOf } from "@/server/kernel/cost";
import { mintPerson } from "@/server/platform/actor";
import { pool, prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { databaseGoes, freshDatabase } from "@/server/platform/testing/database";
import { inPgTransaction } from "@/server/platform/tx";
import { setAlias, setPrice } from "@/server/pricing/edits";
import { type PriceTable, priceTable } from "@/server/pricing/table";
import { type Counted, type Delta, deltasOf, mergeDeltas } from "./core/cost";
import { dimensionId, insertDeltas } from "./cost-store";
import { repriceSteps } from "./reprice";

freshDatabase();

const STEPS = 600;
const START_US = Date.parse("2026-11-18T15:00:00Z") * 1_000;
const operator = mintPerson({
  id: newId("person"),
  name: "Mei Lin",
  email: "m@x.example",
  roles: new Set(["operator"] as const),
  groupIds: new Set(),
});

// With context tiers, with hours of the day at which another price holds, named by an alias alone, and unknown.
const models = [
  ["openai", "gpt-5"],
  ["anthropic", "claude-sonnet-4-5"],
  ["deepseek", "deepseek-chat"],
  ["openai", "prod-chat"],
  [null, null],
] as const;
const count = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 199_990, max: 200_010 }),
  fc.integer({ min: 0, max: 2_000_000_000 }),
);
const maybe = fc.option(count, { freq: 2 });
const usage = fc.oneof(
  fc.record({ input: maybe, output: maybe, cacheRead: maybe, cacheWrite: maybe, cacheWrite1h: maybe, reasoning: maybe }),
  fc
    .record({ input: count, output: count })
    .map((said) => ({ ...said, cacheRead: null, cacheWrite: null, cacheWrite1h: null, reasoning: null })),
);
const step = fc.record({
  usage,
  named: fc.constantFrom(...models),
  serviceTier: fc.constantFrom(null, "default", "batch", "priority"),
  hasFailed: fc.boolean(),
  // Two hours around the one at which a day's prices change, many of them at the very same moment.
  afterUs: fc.oneof(fc.constant(0), fc.constantFrom(5_400_000_000 - 1, 5_400_000_000), fc.integer({ min: 0, max: 7_199_999_999 })),
});
type Made = { readonly call: Call; readonly traceId: string; readonly spanId: string; readonly startedUs: number };

const hex = (n: number, length: number) => n.toString(16).padStart(length, "0");
const made: Made[] = fc
  .sample(step, { numRuns: STEPS, seed: 5 })
  .map(({ usage: told, named: [provider, model], serviceTier, hasFailed, afterUs }, n) => {
    const startedUs = START_US + afterUs;
    return {
      call: { ...told, provider, model, serviceTier, hasFailed, startedMs: Math.floor(startedUs / 1_000) },
      ...{ traceId: hex((n * 7) % 61, 32), spanId: hex(n, 16), startedUs },
    };
  });

async function countedBy({ version, price }: PriceTable, { call }: Made): Promise<Counted> {
  // A call that names no model was counted under that of the steps below it.
  const named = call.model === null ? { ...call, provider: "openai", model: "gpt-5" } : call;
  const { bucket, tokens, costs, costPicoUsd, provider, model } = price(named);
  const id = await dimensionId({ agent: "renewals-agent", team: null, taskClass: null, model, provider, environment: null, person: null });
  return { bucket, dimensionId: id, priceVersion: version, tokens, costs, costPicoUsd, reportedPicoUsd: 7n, startedMs: call.startedMs };
}

async function store(counted: readonly Counted[]): Promise<void> {
  const values = made.map(({ call, traceId, spanId, startedUs }, i) => ({
    ...call,
    ...{ traceId, spanId, startedUs, bucket: counted[i]?.bucket, cost: counted[i]?.costPicoUsd?.toString() ?? null },
    ...{ version: counted[i]?.priceVersion, dimension: counted[i]?.dimensionId, status: call.hasFailed ? "error" : "ok" },
  }));
  await pool().query("select make_step_partitions(array['2026-11-18'::date])");
  await pool().query(
    `insert into step (trace_id, span_id, started_at, ended_at, kind, name, status, provider, model, service_tier, input_tokens, output_tokens, cache_read_tokens,
       cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, dialect, sdk, marks, source_id, received_at, cost_bucket, cost_pico_usd, price_version, cost_dimension_id,
       reported_cost_pico_usd)
     select "traceId", "spanId", at, at, 'llm', 'chat', status, provider, model, "serviceTier", input, output, "cacheRead", "cacheWrite", "cacheWrite1h", reasoning, 'otel',
       'test', '{}', 'igs_test', at, bucket, cost, version, dimension, 7
     from jsonb_to_recordset($1::jsonb) as s ("traceId" text, "spanId" text, "startedUs" float8, status text, provider text, model text, "serviceTier" text, input int,
         output int, "cacheRead" int, "cacheWrite" int, "cacheWrite1h" int, reasoning int, bucket text, cost numeric, version int, dimension int),
       lateral (select timestamptz 'epoch' + "startedUs" * interval '1 microsecond' as at) moment`,
    [JSON.stringify(values)],
  );
  await pool().query(
    `insert into trace (id, first_at, last_at, name, name_key, has_root, agents, tools, models, steps, running, errors, is_failed, llm_steps, tool_steps, ungoverned, input_tokens,
       output_tokens, reported_cost_pico_usd, cost_pico_usd, priced_steps, unpriced_steps, received_at)
     select trace_id, min(started_at), max(started_at), 'chat', '0', true, '{}', '{}', '{}', count(*), 0, 0, false, count(*), 0, 0, 0, 0, 0, coalesce(sum(cost_pico_usd), 0),
       count(cost_pico_usd), count(*) filter (where cost_bucket in ('unpriced', 'missing')), max(started_at)
     from step group by trace_id`,
  );
  await inPgTransaction((tx) => insertDeltas(tx, deltasOf(counted), "ingest"));
}

const asText = (value: unknown) => JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? one.toString() : one));
const sorted = (rows: readonly unknown[]) => rows.map(asText).sort();

const SUMS = [
  "calls",
  ...["input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "reasoning"].flatMap((of) => [`${of}_tokens`, `${of}_pico_usd`]),
  "reported_pico_usd",
];

/** What was counted as it came is summed up by the hour. */
async function sumUp(): Promise<void> {
  await pool().query(
    `insert into cost_hourly (hour, dimension_id, bucket, ${SUMS.join(", ")}) select hour, dimension_id, bucket, ${SUMS.map((of) => `sum(${of})`).join(", ")}
     from cost_delta group by 1, 2, 3`,
  );
  await pool().query("delete from cost_delta");
}

type Row = Awaited<ReturnType<typeof listDeltas>>[number] | Awaited<ReturnType<typeof listHours>>[number];
const listDeltas = () => prisma().costDelta.findMany();
const listHours = () => prisma().costHourly.findMany();

function toDelta(row: Row): Delta {
  const big = (value: { toFixed: (digits: number) => string }) => BigInt(value.toFixed(0));
  return {
    ...{ hourMs: row.hour.getTime(), dimensionId: row.dimensionId, bucket: row.bucket as Delta["bucket"], calls: row.calls },
    tokens: {
      ...{
        input: row.inputTokens,
        cacheRead: row.cacheReadTokens,
        cacheWrite5m: row.cacheWrite5mTokens,
        cacheWrite1h: row.cacheWrite1hTokens,
      },
      ...{ output: row.outputTokens, reasoning: row.reasoningTokens },
    },
    costs: {
      ...{ input: big(row.inputPicoUsd), cacheRead: big(row.cacheReadPicoUsd), cacheWrite5m: big(row.cacheWrite5mPicoUsd) },
      ...{ cacheWrite1h: big(row.cacheWrite1hPicoUsd), output: big(row.outputPicoUsd), reasoning: big(row.reasoningPicoUsd) },
    },
    reportedPicoUsd: big(row.reportedPicoUsd),
  };
}

test("after a change of prices each step, each trace and each hour is as if the new table had counted it; so it is after a worker died, and nothing is looked at twice", async () => {
  const before = await Promise.all(made.map(async (one) => countedBy(await priceTable(), one)));
  await store(before);
  await sumUp();
  const rates = { input: "1", output: "8.33", cacheRead: "0.0999" };
  const price = {
    provider: "anthropic",
    model: "claude-sonnet-4-5",
    serviceTier: "standard",
    contract: "Frame",
    startsAt: "2026-11-18T15:20:00.500Z",
    endsAt: "2026-11-18T16:40:00Z",
    rates,
  } as const;
  expect(await setPrice(operator, price)).toMatchObject({ ok: true });
  expect(await setAlias(operator, { name: "prod-chat", provider: null, toProvider: "deepseek", toModel: "deepseek-chat" })).toMatchObject({
    ok: true,
  });
  expect(
    await setPrice(operator, { ...price, provider: "openai", model: "gpt-5", startsAt: "2026-01-01T00:00:00Z", endsAt: null }),
  ).toMatchObject({ ok: true });
  await new Promise((resolve) => setTimeout(resolve, 2_100)); // the table in force is remembered for two seconds

  const after = new Date(Date.now() + 60_000);
  const newest = () => prisma().repricing.findFirstOrThrow({ orderBy: { version: "desc" } });
  const dying = repriceSteps(after, 20).then(
    () => "done",
    () => "died",
  );
  while ((await newest()).stepsSeen === 0n) await new Promise((resolve) => setTimeout(resolve, 2));
  const comesBack = await databaseGoes();
  expect(await dying).toBe("died");
  await comesBack();
  await repriceSteps(after, 60);

  const is = await Promise.all(made.map(async (one) => countedBy(await priceTable(), one)));
  const steps = await prisma().step.findMany({ orderBy: { spanId: "asc" } });
  expect(
    steps.map(({ costBucket, costPicoUsd, costDimensionId }) => [costBucket, costPicoUsd?.toFixed(0) ?? null, costDimensionId]),
  ).toEqual(is.map(({ bucket, costPicoUsd, dimensionId: id }) => [bucket, costPicoUsd?.toString() ?? null, id]));
  expect(sorted(mergeDeltas([...(await listHours()), ...(await listDeltas())].map(toDelta)))).toEqual(sorted(mergeDeltas(deltasOf(is))));
  for (const { id, costPicoUsd, pricedSteps, unpricedSteps } of await prisma().trace.findMany()) {
    const own = is.filter((_, i) => made[i]?.traceId === id);
    const cost = own.reduce((sum, one) => sum + (one.costPicoUsd ?? 0n), 0n);
    const known = own.filter((one) => one.costPicoUsd !== null).length;
    const unknown = own.filter(({ bucket }) => bucket === "unpriced" || bucket === "missing").length;
    expect([costPicoUsd.toFixed(0), pricedSteps, unpricedSteps]).toEqual([cost.toString(), known, unknown]);
  }
  const isSame = (one: Counted, i: number) =>
    one.bucket === before[i]?.bucket &&
    one.dimensionId === before[i]?.dimensionId &&
    TOKEN_CLASSES.every((of) => one.costs[of] === before[i]?.costs[of]);
  const changed = is.filter((one, i) => !isSame(one, i)).length;
  const difference = is.reduce((sum, one, i) => sum + (one.costPicoUsd ?? 0n) - (before[i]?.costPicoUsd ?? 0n), 0n);
  expect(changed).toBeGreaterThan(STEPS / 3);
  const done = await newest();
  expect([done.state, Number(done.stepsSeen), Number(done.stepsChanged), done.differencePicoUsd.toFixed(0)]).toEqual([
    "done",
    STEPS,
    changed,
    difference.toString(),
  ]);
  const corrections = (await listDeltas()).filter(({ cause, version }) => cause === "repriced" && version === done.version);
  expect(corrections.reduce((sum, row) => sum + totalOf(toDelta(row).costs), 0n)).toBe(difference);
}, 60_000);
