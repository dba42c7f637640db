import type pg from "pg";
import { invariant } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { setPrice } from "@/server/pricing/edits";
import { priceTable } from "@/server/pricing/table";

/** Twelve agents of five teams, two models and two task classes each; one of the two models in every other. As ingest itself would list them. */
export const storeDimensions = (client: pg.Client): Promise<unknown> =>
  client.query(
    `insert into cost_dimension (agent, team, task_class, model, provider, environment, key)
     select agent, team, task, model, 'openai', 'production', format('["%s","%s","%s","%s","openai","production"]', agent, team, task, model)
     from generate_series(0, 11) a, generate_series(0, 1) t, generate_series(0, 1) m,
       lateral (select 'agent-' || a as agent, 'team-' || a % 5 as team, 'task-' || a % 6 || '-' || t as task, case when m = 0 then 'gpt-5' else 'gpt-5-mini' end as model) d
     order by a, t, m`,
  );

/** Steps of the last ten days with their traces and sums, all counted by the table as it is and looked at as a whole. */
export async function storePricedSteps(client: pg.Client, count: number): Promise<void> {
  const { version } = await priceTable();
  await client.query("truncate cost_hourly");
  await client.query("select make_step_partitions(array(select (now() at time zone 'UTC')::date - n from generate_series(0, 11) n))");
  await client.query(
    `insert into step (trace_id, span_id, started_at, ended_at, kind, name, status, agent_name, provider, model, input_tokens, output_tokens, dialect, sdk, marks,
       source_id, received_at, cost_bucket, cost_pico_usd, price_version, cost_dimension_id)
     select md5((n / 10)::text), substr(md5('s' || n), 1, 16), at, at, 'llm', 'chat', 'ok', 'agent-' || n % 12, 'openai', case when n % 2 = 0 then 'gpt-5' else 'gpt-5-mini' end,
       1000, 100, 'otel', 'bench', '{}', 'igs_bench', at, 'priced', case when n % 2 = 0 then 2250000000 else 450000000 end, $2, 1 + n % 48
     from (select n, now() - interval '1 hour' - (n / 10) * (interval '10 days' / ($1::int / 10)) as at from generate_series(0, $1::int - 1) n) made`,
    [count, version],
  );
  await client.query(
    `insert into trace (id, first_at, last_at, name, name_key, has_root, agents, tools, models, steps, running, errors, is_failed, llm_steps, tool_steps, ungoverned,
       input_tokens, output_tokens, reported_cost_pico_usd, cost_pico_usd, priced_steps, received_at, settled_at)
     select trace_id, min(started_at), max(started_at), 'chat', '0', true, '{}', '{}', '{}', count(*), 0, 0, false, count(*), 0, 0, 0, 0, 0, sum(cost_pico_usd), count(*), max(started_at), max(started_at) + interval '10 minutes'
     from step group by trace_id`,
  );
  await client.query(
    `insert into cost_hourly select date_trunc('hour', started_at), cost_dimension_id, 'priced', count(*), count(*) * 1000, 0, 0, 0, count(*) * 100, 0, sum(cost_pico_usd), 0, 0, 0, 0, 0, 0
     from step group by 1, 2`,
  );
  await client.query("vacuum analyze step");
  await client.query("vacuum analyze trace");
}

/** Another price for one of the two models, from ever: half of the steps count for something else. */
export async function changePrice(person: PersonActor): Promise<void> {
  const price = {
    provider: "openai",
    model: "gpt-5",
    serviceTier: "standard",
    contract: "Bench",
    startsAt: "2020-01-01T00:00:00Z",
    endsAt: null,
  } as const;
  const set = await setPrice(person, { ...price, rates: { input: "1", output: "8" } });
  invariant(set.ok, "the price of the bench was refused");
}

/** How far the newest repricing is. */
export async function readRepricing(client: pg.Client): Promise<{ seen: number; changed: number; state: string } | undefined> {
  const { rows } = await client.query<{ seen: number; changed: number; state: string }>(
    "select steps_seen::float8 as seen, steps_changed::float8 as changed, state from repricing order by version desc limit 1",
  );
  return rows[0];
}
