import { pool } from "@/server/platform/db";
import type { PgTx } from "@/server/platform/tx";
import type { Attributed } from "./core/attribute";

/** How far settled traces were looked at. */
export type Cursor = { readonly settledTo: Date; readonly priceVersion: number };

/** The cursor for the length of a transaction; null where another worker has it. */
export async function takeCursor(tx: PgTx, from: Date): Promise<Cursor | null> {
  await tx.execute(
    "insert into observation_cursor (id, settled_to, price_version) values (1, $1::timestamptz, 0) on conflict do nothing",
    from,
  );
  const [row] = await tx.rows<Cursor>(
    `select settled_to as "settledTo", price_version as "priceVersion" from observation_cursor where id = 1 for update skip locked`,
  );
  return row ?? null;
}

export const moveCursor = (tx: PgTx, { settledTo, priceVersion }: Cursor): Promise<number> =>
  tx.execute("update observation_cursor set settled_to = $1::timestamptz, price_version = $2::int where id = 1", settledTo, priceVersion);

/** The newest change of prices after which earlier calls were counted again. */
export async function lastRepricing(tx: PgTx): Promise<number> {
  const [row] = await tx.rows<{ version: number }>("select coalesce(max(version), 0) as version from repricing where state = 'done'");
  return row?.version ?? 0;
}

export type SettledTrace = {
  readonly id: string;
  readonly settledAt: Date;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly taskClass: string;
  readonly agentName: string | null;
  readonly tookMs: string;
};

/** Traces of a task class that were settled after a place, the earliest first. */
export const listSettled = (tx: PgTx, after: { readonly at: Date; readonly id: string }, limit: number): Promise<SettledTrace[]> =>
  tx.rows(
    `select id, settled_at as "settledAt", to_json(first_at)#>>'{}' as "firstAt", to_json(last_at)#>>'{}' as "lastAt", task_class as "taskClass",
       agent_name as "agentName", greatest(0, extract(epoch from last_at - first_at) * 1000)::int8::text as "tookMs"
     from trace where settled_at is not null and task_class is not null and (settled_at, id) > ($1::timestamptz, $2)
     order by settled_at, id limit $3::int`,
    after.at,
    after.id,
    limit,
  );

export type PartRow = {
  readonly traceId: string;
  readonly model: string | null;
  readonly calls: number;
  readonly unknown: number;
  readonly costPicoUsd: string;
};

/** What calls of each model came to within traces. The times let PostgreSQL look into few partitions. */
export const listParts = (tx: PgTx, traces: readonly SettledTrace[]): Promise<PartRow[]> =>
  tx.rows(
    `select t.id as "traceId", p.* from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as t (id, first_at, last_at)
     cross join lateral (select d.model, count(*)::int as calls,
         count(*) filter (where s.cost_bucket <> 'failed' and s.cost_pico_usd is null)::int as unknown,
         coalesce(sum(s.cost_pico_usd), 0)::text as "costPicoUsd"
       from step s join cost_dimension d on d.id = s.cost_dimension_id
       where s.trace_id = t.id and s.started_at >= t.first_at and s.started_at <= t.last_at and s.cost_bucket is not null
       group by d.model) p order by 1, p.model`,
    traces.map(({ id }) => id),
    traces.map(({ firstAt }) => firstAt),
    traces.map(({ lastAt }) => lastAt),
  );

export type Observation = Attributed & { readonly trace: SettledTrace };

/** Writes observations down, in the place of what was seen of the same runs before. */
export const saveObservations = (tx: PgTx, seen: readonly Observation[]): Promise<number> =>
  tx.execute(
    `insert into run_observation (trace_id, at, task_class, agent_name, attribution, model, cost_pico_usd, took_ms)
     select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::int8[])
     on conflict (trace_id) do update set at = excluded.at, task_class = excluded.task_class, agent_name = excluded.agent_name,
       attribution = excluded.attribution, model = excluded.model, cost_pico_usd = excluded.cost_pico_usd, took_ms = excluded.took_ms`,
    seen.map(({ trace }) => trace.id),
    seen.map(({ trace }) => trace.firstAt),
    seen.map(({ trace }) => trace.taskClass),
    seen.map(({ trace }) => trace.agentName),
    seen.map(({ attribution }) => attribution),
    seen.map(({ model }) => model),
    seen.map(({ costPicoUsd }) => costPicoUsd?.toString() ?? null),
    seen.map(({ trace }) => trace.tookMs),
  );

/** Forgets runs that no window reaches any more, some at a time. */
export const forgetBefore = (tx: PgTx, at: Date): Promise<number> =>
  tx.execute(
    "delete from run_observation where trace_id in (select trace_id from run_observation where at < $1::timestamptz limit 10000)",
    at,
  );

export type SampleRow = {
  readonly taskClass: string;
  readonly attribution: Attributed["attribution"];
  readonly model: string | null;
  readonly runs: number;
  readonly judged: number;
  readonly succeeded: number;
  readonly costed: number;
  /** Micro-USD a run. */
  readonly mean: number;
  readonly deviation: number;
  readonly median: number;
  readonly p95: number;
  readonly agents: readonly string[];
  readonly firstAt: Date;
};

type Counted = Omit<SampleRow, "median" | "p95" | "agents">;
type TimeRow = { readonly key: string; readonly bucket: number; readonly runs: number };
type AgentRow = { readonly key: string; readonly agent: string };

/** Durations are counted in steps of five percent: no sorting of all runs for a median. */
const STEPS = 20;
const KEY = "o.task_class || chr(10) || coalesce(o.model, '')";
const WITHIN = "o.at >= $1::timestamptz and ($2::text is null or o.task_class = $2)";

const COUNTED = `with ended as (
    select trace_id, bool_and(state = 'succeeded') as succeeded,
      bool_or(state in ('failed', 'compensated') or (state = 'denied' and cause in ('human', 'policy', 'loop'))) as failed
    from action where trace_id is not null and created_at >= $1::timestamptz - interval '1 day' group by trace_id)
  select o.task_class as "taskClass", o.attribution, o.model, count(*)::int as runs,
    count(*) filter (where e.succeeded or e.failed)::int as judged, count(*) filter (where e.succeeded)::int as succeeded,
    count(o.cost_pico_usd)::int as costed, coalesce(avg(o.cost_pico_usd::float8) / 1000000, 0) as mean,
    coalesce(stddev_samp(o.cost_pico_usd::float8) / 1000000, 0) as deviation, min(o.at) as "firstAt"
  from run_observation o left join ended e on e.trace_id = o.trace_id where ${WITHIN} group by 1, 2, 3`;
const TIMES = `select ${KEY} as key, floor(ln(greatest(o.took_ms, 1)::float8) * ${STEPS})::int as bucket, count(*)::int as runs
  from run_observation o where ${WITHIN} and o.model is not null group by 1, 2`;
const AGENTS = `select distinct ${KEY} as key, o.agent_name as agent from run_observation o where ${WITHIN} and o.model is not null and o.agent_name is not null`;

const MOST_AGENTS = 20;

/** How long a part of the runs took at most, to within a few percent. */
function quantile(buckets: readonly TimeRow[], part: number): number {
  const ordered = buckets.toSorted((a, b) => a.bucket - b.bucket);
  let left = ordered.reduce((sum, { runs }) => sum + runs, 0) * part;
  for (const { bucket, runs } of ordered) {
    left -= runs;
    if (left <= 0) return Math.exp((bucket + 0.5) / STEPS);
  }
  return 0;
}

/**
 * Runs since a moment by task class and model. A run succeeded when every action that it asked for ran and its receipt says
 * so; it failed when one failed, was undone, or was refused by a person, a rule or for a loop. Everything else, and a run
 * that asked for nothing, has no known outcome.
 */
export async function countRuns(since: Date, taskClass: string | null): Promise<SampleRow[]> {
  const values = [since, taskClass];
  const [counted, times, agents] = await Promise.all([
    pool().query<Counted>({ name: "advice-runs", text: COUNTED, values }),
    pool().query<TimeRow>({ name: "advice-times", text: TIMES, values }),
    pool().query<AgentRow>({ name: "advice-agents", text: AGENTS, values }),
  ]);
  const timesOf = Map.groupBy(times.rows, ({ key }) => key);
  const agentsOf = Map.groupBy(agents.rows, ({ key }) => key);
  return counted.rows
    .map((row): SampleRow => {
      const key = `${row.taskClass}\n${row.model ?? ""}`;
      const own = timesOf.get(key) ?? [];
      const named = (agentsOf.get(key) ?? []).map(({ agent }) => agent).sort();
      return { ...row, median: quantile(own, 0.5), p95: quantile(own, 0.95), agents: named.slice(0, MOST_AGENTS) };
    })
    .toSorted((a, b) => b.runs - a.runs || ((a.model ?? "") < (b.model ?? "") ? -1 : 1));
}
