import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "@/cli/postgres";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import { disconnect } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";
import { setPrice } from "@/server/pricing/edits";
import { priceTable } from "@/server/pricing/table";
import { foldCosts } from "@/server/spend/keeping";
import { exploreSpend } from "@/server/spend/service";
import { repriceSteps } from "@/server/traces/reprice";
import { median, percentile, report } from "./figure";

const ROUNDS = 40;
const REPRICED = Number(process.argv[2] ?? 1_000_000);

const dataDir = await mkdtemp(join(tmpdir(), "reeve-bench-"));
const database = await startPostgres({ dataDir, throwaway: true });
await applyMigrations(database.url);
const client = new pg.Client({ connectionString: database.url });
await client.connect();
await client.query(
  `insert into person (id, email, name, roles, created_at, updated_at) values ('per_bench', 'bench@example.com', 'Bench', '{operator}', now(), now())`,
);
process.env.DATABASE_URL = database.url;
const reader = await actorOfPerson("per_bench");
invariant(reader !== null, "the reader of the bench is gone");
const { version } = await priceTable();

// Twelve agents of five teams, two models and two task classes each.
await client.query(
  `insert into cost_dimension (agent, team, task_class, model, provider, environment, key)
   select 'agent-' || a, 'team-' || a % 5, 'task-' || a % 6 || '-' || t, case when m = 0 then 'gpt-5' else 'gpt-5-mini' end, 'openai', 'production',
     json_build_array('agent-' || a, 'team-' || a % 5, 'task-' || a % 6 || '-' || t, case when m = 0 then 'gpt-5' else 'gpt-5-mini' end, 'openai', 'production')::text
   from generate_series(0, 11) a, generate_series(0, 1) m, generate_series(0, 1) t`,
);

/** The hours that so many calls of the last 60 days sum up to: what the page reads. */
async function fill(calls: number): Promise<void> {
  await client.query("truncate cost_hourly, cost_daily");
  await client.query("update cost_day_zone set zone = ''");
  await client.query(
    `insert into cost_hourly select date_trunc('hour', now()) - h * interval '1 hour', d.id, 'priced', n.calls, n.calls * 900, n.calls * 400, 0, 0, n.calls * 120, n.calls * 30,
       n.calls * 1125000000::numeric, n.calls * 50000000::numeric, 0, 0, n.calls * 1200000000::numeric, n.calls * 300000000::numeric, 0
     from generate_series(0, 1439) h, cost_dimension d,
       lateral (select floor($1::float8 / (1440 * 48) + (hashint4(h * 97 + d.id) & 1023) / 1024.0)::int as calls) n where n.calls > 0`,
    [calls],
  );
  await foldCosts(new Date());
  await client.query("vacuum analyze cost_hourly");
  await client.query("vacuum analyze cost_daily");
}

async function explore(): Promise<readonly number[]> {
  const samples: number[] = [];
  invariant(reader !== null, "the reader of the bench is gone");
  for (let round = -5; round < ROUNDS; round += 1) {
    const began = performance.now();
    const answer = await exploreSpend(reader, { span: "30d", by: round % 2 === 0 ? "model" : "team" });
    invariant(answer.ok && answer.value.groups.length > 0, "the page of spend has no figures");
    if (round >= 0) samples.push(performance.now() - began);
  }
  return samples;
}

await fill(100_000);
const few = await explore();
await fill(10_000_000);
const many = await explore();
const p95 = percentile(many, 0.95);
report({ name: "30 days by model × team, of 10,000,000 steps, p95", value: p95, unit: "ms", target: "≤ 100", ok: p95 <= 100 });
const ratio = median(many) / median(few);
report({ name: "the same against 100,000 steps, medians", value: ratio, unit: "×", target: "≤ 1.3", ok: ratio <= 1.3 });

// Steps of ten days, all counted by the table as it is, that another price for one of two models counts again.
await client.query("truncate cost_hourly");
await client.query("select make_step_partitions(array(select (now() at time zone 'UTC')::date - n from generate_series(0, 11) n))");
await client.query(
  `insert into step (trace_id, span_id, started_at, ended_at, kind, name, status, agent_name, provider, model, input_tokens, output_tokens, dialect, sdk, marks,
     source_id, received_at, cost_bucket, cost_pico_usd, price_version, cost_dimension_id)
   select md5((n / 10)::text), substr(md5('s' || n), 1, 16), at, at, 'llm', 'chat', 'ok', 'agent-' || n % 12, 'openai', case when n % 2 = 0 then 'gpt-5' else 'gpt-5-mini' end,
     1000, 100, 'otel', 'bench', '{}', 'igs_bench', at, 'priced', case when n % 2 = 0 then 2250000000 else 450000000 end, $2, 1 + n % 48
   from (select n, now() - interval '1 hour' - (n / 10) * (interval '10 days' / ($1::int / 10)) as at from generate_series(0, $1::int - 1) n) made`,
  [REPRICED, version],
);
await client.query(
  `insert into trace (id, first_at, last_at, name, name_key, has_root, agents, tools, models, steps, running, errors, is_failed, llm_steps, tool_steps, ungoverned,
     input_tokens, output_tokens, reported_cost_pico_usd, cost_pico_usd, priced_steps, received_at)
   select trace_id, min(started_at), max(started_at), 'chat', '0', true, '{}', '{}', '{}', count(*), 0, 0, false, count(*), 0, 0, 0, 0, 0, sum(cost_pico_usd), count(*), max(started_at)
   from step group by trace_id`,
);
await client.query(
  `insert into cost_hourly select date_trunc('hour', started_at), cost_dimension_id, 'priced', count(*), count(*) * 1000, 0, 0, 0, count(*) * 100, 0, sum(cost_pico_usd), 0, 0, 0, 0, 0, 0
   from step group by 1, 2`,
);
await client.query("vacuum analyze step");
await client.query("vacuum analyze trace");
const price = {
  provider: "openai",
  model: "gpt-5",
  serviceTier: "standard",
  contract: "Bench",
  startsAt: "2020-01-01T00:00:00Z",
  endsAt: null,
} as const;
const set = await setPrice(reader, { ...price, rates: { input: "1", output: "8" } });
invariant(set.ok, "the price of the bench was refused");
await new Promise((resolve) => setTimeout(resolve, 2_500)); // the table in force is remembered for two seconds
const began = performance.now();
await repriceSteps(new Date(Date.now() + 60_000));
const seconds = (performance.now() - began) / 1_000;
const { rows } = await client.query<{ seen: string; changed: string; state: string }>(
  "select steps_seen::text as seen, steps_changed::text as changed, state from repricing order by version desc limit 1",
);
invariant(
  rows[0]?.state === "done" && Number(rows[0].seen) === REPRICED,
  `the repricing saw ${rows[0]?.seen} steps and is ${rows[0]?.state}`,
);
report({
  name: `${REPRICED.toLocaleString("en-GB")} steps looked at after a change of price, ${Number(rows[0].changed).toLocaleString("en-GB")} of them counted again`,
  value: seconds,
  unit: "s",
  target: "≤ 60 for 1,000,000",
  ok: seconds <= 60 * Math.max(1, REPRICED / 1_000_000),
});

await client.end();
await disconnect();
await database.stop();
await rm(dataDir, { recursive: true, force: true });
