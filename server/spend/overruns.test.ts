import { beforeAll, expect, test } from "vitest";
import { putAgent } from "@/server/fleet/agents";
import { signInAs } from "@/server/identity/testing";
import { systemActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { listOverruns, readEstimate, setEstimate, tellOverruns } from "./overruns";

freshDatabase();

const NOW = new Date("2026-11-23T12:00:00Z");
const AGENT = "renewals-agent";
const DAYS = 10;
let operator: Awaited<ReturnType<typeof signInAs>>;
let viewer: Awaited<ReturnType<typeof signInAs>>;

/** Two runs a day, of 3 US dollars each; one of them has no run's id. */
beforeAll(async () => {
  [operator, viewer] = await Promise.all([signInAs("operator@example.com", ["operator"]), signInAs("viewer@example.com", ["viewer"])]);
  const registered = await putAgent(systemActor, AGENT, { state: "live", riskTier: "low", environment: "production" });
  if (!registered.ok) throw new Error(registered.refusal.message);
  const { rows } = await pool().query<{ id: number }>(
    "insert into cost_dimension (agent, model, provider, key) values ($1, 'gpt-5', 'openai', 'renewals') returning id",
    [AGENT],
  );
  const dimension = rows[0]?.id;
  // Read by the minute as the application's role does, written as telemetry is.
  await pool().query("select make_step_partitions(array(select $1::date - n from generate_series(0, $2::int) n))", [NOW, DAYS]);
  await pool().query(
    `insert into step (trace_id, span_id, started_at, ended_at, kind, name, status, agent_name, run_id, provider, model, input_tokens, output_tokens, dialect, sdk, marks,
       source_id, received_at, cost_bucket, cost_pico_usd, price_version, cost_dimension_id)
     select md5(d || '-' || r), '0123456789abcdef', at, at, 'llm', 'chat', 'ok', $1, case r when 0 then 'run-' || d end, 'openai', 'gpt-5', 10, 1, 'otel', 'test', '{}',
       'igs_test', at, 'priced', 3e12, 1, $2
     from generate_series(1, $3::int) d, generate_series(0, 1) r, lateral (select $4::timestamptz - d * interval '1 day' + interval '1 hour' as at) a`,
    [AGENT, dimension, DAYS, NOW],
  );
  await pool().query(
    `insert into cost_hourly select date_trunc('hour', started_at), cost_dimension_id, 'priced', count(*), 20, 0, 0, 0, 2, 0, sum(cost_pico_usd), 0, 0, 0, 0, 0, 0
     from step group by 1, 2`,
  );
});

const at = <T>(work: () => Promise<T>): Promise<T> => happeningAt(NOW, work);
const set = (over: object = {}, actor = operator) =>
  at(() => setEstimate(actor, { agent: AGENT, runsPerMonth: 60, costPerRunMicroUsd: "3000000", revision: 0, ...over }));
const read = async () => {
  const answer = await at(() => readEstimate(viewer, AGENT));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
};

test("what an agent does stands beside what is expected of it, before anybody expects anything", async () => {
  expect(await read()).toMatchObject({
    estimate: null,
    overrun: null,
    can: { edit: false },
    actual: { days: DAYS, runs: 20, perRunMicroUsd: "3000000", runsPerMonth: 60, perMonthMicroUsd: "180000000" },
  });
});

test("only operators say it, of an agent that exists, and nobody writes over another", async () => {
  expect(await set({}, viewer)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await set({ agent: "nobody" })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await set()).toEqual({ ok: true, value: { revision: 1 } });
  expect(await set()).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(await set({ runsPerMonth: 1, revision: 7 })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(await read()).toMatchObject({ estimate: { runsPerMonth: 60, costPerRunMicroUsd: "3000000", revision: 1 }, overrun: null });
  const entries = await prisma().$queryRaw<{ data: object }[]>`
    select convert_from(bytes, 'UTF8')::jsonb->'data' as data from audit_outbox where convert_from(bytes, 'UTF8')::jsonb->>'kind' = 'estimate.changed'`;
  expect(entries.map(({ data }) => data)).toEqual([{ revision: 1, runsPerMonth: 60, costPerRunMicroUsd: "3000000" }]);
});

test("an agent that leaves its estimate behind is told of once, and anew for another estimate", async () => {
  const told = () => prisma().notice.count({ where: { kind: "spend.estimate_left" } });
  await tellOverruns(NOW);
  expect(await told()).toBe(0);
  expect(await set({ costPerRunMicroUsd: "1000000", revision: 1 })).toMatchObject({ ok: true });
  await tellOverruns(NOW);
  await tellOverruns(NOW);
  expect(await told()).toBe(1);
  const overruns = await at(() => listOverruns(viewer));
  expect(overruns).toMatchObject({
    ok: true,
    value: { estimated: 1, items: [{ agent: AGENT, words: expect.stringContaining("3.0 times the $1") }] },
  });
  expect(await set({ runsPerMonth: 30, revision: 2 })).toMatchObject({ ok: true });
  await tellOverruns(NOW);
  expect(await told()).toBe(2);
});
