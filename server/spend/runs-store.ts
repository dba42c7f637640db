import type pg from "pg";
import { pool } from "@/server/platform/db";
import type { Breakdown } from "./core/explore";
import { BIN_EDGES, type RunCell, type RunOutcome } from "./core/runs";
import type { Filter, Moments } from "./explore-store";
import type { RunLine } from "./runs-schema";
import { UNATTRIBUTED } from "./schema";

const MOST_LINES = 8;

/** What runs are asked for: their days, what narrows them, and the dimensions where a trace alone cannot say. */
export type RunsAsked = {
  readonly moments: Pick<Moments, "starts" | "until" | "beforeFrom" | "beforeTo">;
  readonly filter: Filter;
  /** Only of runs that called it; none at all, where that is asked for. */
  readonly tool?: string | undefined;
  readonly dimensionIds: readonly number[];
  readonly now: Date;
};

const COLUMN: Readonly<Record<"agent" | "taskClass" | "team" | "person" | "costCentre", string>> = {
  agent: "t.agent_name",
  taskClass: "t.task_class",
  team: "coalesce(t.team, g.name)",
  person: "case when t.initiator_type in ('user', 'person', 'human') then t.initiator_id end",
  costCentre: "c.cost_centre",
};

/** Runs of the days and of those before, each with how it ended; `$1` to `$5` are the moments, the last the present. */
function runsSql({ moments, filter, tool, dimensionIds, now }: RunsAsked): { readonly sql: string; readonly values: unknown[] } {
  const { starts, until, beforeFrom, beforeTo } = moments;
  const values: unknown[] = [starts[0], until, beforeFrom, beforeTo, now];
  const parts = (Object.keys(COLUMN) as (keyof typeof COLUMN)[]).flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    return value === UNATTRIBUTED ? [`${COLUMN[name]} is null`] : [`${COLUMN[name]} = $${values.push(value)}`];
  });
  const { model, provider, environment } = filter;
  if (tool !== undefined) parts.push(tool === UNATTRIBUTED ? "t.tools = '{}'" : `t.tools @> array[$${values.push(tool)}::text]`);
  if (model !== undefined || provider !== undefined || environment !== undefined)
    parts.push(`exists (select 1 from step s where s.trace_id = t.id and s.started_at >= t.first_at and s.started_at <= t.last_at
      and s.cost_dimension_id = any($${values.push(dimensionIds)}::int[]))`);
  const sql = `with picked as materialized (
      select t.id, t.name, t.agent_name, t.task_class, t.first_at, t.last_at, t.cost_pico_usd, t.priced_steps, t.is_failed, t.running, t.errors,
        ${COLUMN.team} as team, ${COLUMN.costCentre} as centre, ${COLUMN.person} as person,
        t.input_tokens + t.output_tokens as tokens, t.first_at >= $1::timestamptz and t.first_at < $2::timestamptz as is_now
      from trace t left join agent a on a.name = t.agent_name left join team g on g.id = a.team_id
        left join team c on c.name = coalesce(t.team, g.name)
      where ((t.first_at >= $1::timestamptz and t.first_at < $2::timestamptz) or (t.first_at >= $3::timestamptz and t.first_at < $4::timestamptz))
        ${parts.map((part) => `and ${part}`).join(" ")}),
    acts as (select trace_id, bool_or(state in ('denied', 'revoked')) as refused, bool_or(cause in ('loop', 'budget')) as stopped,
        bool_or(state in ('failed', 'compensated', 'unknown_outcome')) as failed, bool_or(state in ('awaiting', 'allowed', 'executing')) as open,
        bool_or(state = 'succeeded') as done
      from action where trace_id is not null and created_at >= least($1::timestamptz, $3::timestamptz) - interval '1 day'
        and created_at < greatest($2::timestamptz, $4::timestamptz) + interval '7 days' group by trace_id),
    run as (select p.*, coalesce(a.done, false) as has_done, case
        when p.running > 0 and p.last_at <= $5::timestamptz - interval '1 day' then 'abandoned'
        when p.running > 0 or a.open then 'open' when a.stopped then 'stopped' when a.refused then 'refused'
        when p.is_failed or a.failed then 'failed' else 'succeeded' end as outcome
      from picked p left join acts a on a.trace_id = p.id)`;
  return { sql, values };
}

const query = async <R extends pg.QueryResultRow>(asked: RunsAsked, rest: string, more: readonly unknown[] = []): Promise<R[]> => {
  const { sql, values } = runsSql(asked);
  const text = more.reduce((all: string, _, i) => all.replaceAll(`:${i + 1}`, `$${values.length + i + 1}`), `${sql} ${rest}`);
  return (await pool().query<R>({ text, values: [...values, ...more] })).rows;
};

/** How runs ended and what they cost, by what they are of, now and before; by person where it is broken down so. */
export async function countRuns(asked: RunsAsked, by: Breakdown): Promise<RunCell[]> {
  const rows = await query<Omit<RunCell, "tokens" | "costPicoUsd"> & { readonly tokens: string; readonly cost: string }>(
    asked,
    `select is_now as "isNow", task_class as "taskClass", agent_name as agent, outcome, has_done as "hasDone", team, centre as "costCentre",
      ${by === "person" ? "person" : "null::text"} as person, count(*)::int as runs, sum(tokens)::text as tokens, sum(cost_pico_usd)::text as cost
      from run group by 1, 2, 3, 4, 5, 6, 7, 8`,
  );
  return rows.map(({ tokens, cost, ...row }) => ({ ...row, tokens: BigInt(tokens), costPicoUsd: BigInt(cost) }));
}

const LINE = `id as "traceId", name, agent_name as agent, task_class as "taskClass", outcome, to_json(first_at)#>>'{}' as "startedAt",
  round(cost_pico_usd / 1000000)::text as "costMicroUsd"`;

export type Spread = {
  readonly runs: number;
  readonly median: string | null;
  readonly p90: string | null;
  readonly p99: string | null;
  readonly counts: readonly number[];
  readonly outliers: readonly RunLine[];
};

/** What one run cost: in the middle, at the edges, by bins, and which stand out. */
export async function spreadRuns(asked: RunsAsked): Promise<Spread> {
  const [row] = await query<Spread>(
    asked,
    `, known as (select * from run where is_now and priced_steps > 0 and cost_pico_usd > 0),
     at as (select count(*)::int as runs, percentile_disc(array[0.5, 0.9, 0.99]) within group (order by cost_pico_usd) as q from known),
     bins as materialized (select width_bucket(cost_pico_usd / 1000000, :1::numeric[]) as bin, count(*)::int as runs from known group by 1)
     select at.runs, round(q[1] / 1000000)::text as median, round(q[2] / 1000000)::text as p90, round(q[3] / 1000000)::text as p99,
       array(select coalesce((select b.runs from bins b where b.bin = i), 0) from generate_series(0, :2::int) i) as counts,
       coalesce((select json_agg(o) from (select ${LINE} from known, at where cost_pico_usd >= q[3] and cost_pico_usd >= 10 * q[1]
         order by cost_pico_usd desc, id limit ${MOST_LINES}) o), '[]') as outliers
     from at`,
    [BIN_EDGES.map(String), BIN_EDGES.length],
  );
  if (row === undefined) throw new Error("an aggregate answered no row");
  return row;
}

/** The dearest runs of these days that ended so and bought nothing, for each way of ending. */
export const listWasted = (asked: RunsAsked): Promise<RunLine[]> =>
  query(
    asked,
    `select ${LINE} from (select *, row_number() over (partition by outcome order by cost_pico_usd desc, id) as place from run
       where is_now and (outcome in ('stopped', 'abandoned') or outcome = 'refused' and not has_done)) ranked
     where place <= 3 order by outcome, place`,
  );

/** So many of the runs of these days, the dearest or the newest first, and how many there are. */
export async function listRuns(asked: RunsAsked, order: "dearest" | "newest", limit: number): Promise<{ total: number; runs: RunLine[] }> {
  const by = order === "dearest" ? "cost_pico_usd desc, id" : "first_at desc, id";
  const [row] = await query<{ total: number; runs: RunLine[] }>(
    asked,
    `select count(*)::int as total, coalesce((select json_agg(o) from (select ${LINE} from run where is_now order by ${by} limit :1) o), '[]') as runs
     from run where is_now`,
    [limit],
  );
  return row ?? { total: 0, runs: [] };
}

export type RetryRow = {
  readonly isNow: boolean;
  readonly agent: string | null;
  readonly runs: number;
  readonly cost: string;
  readonly dearest: readonly (Omit<RunLine, "outcome"> & { readonly outcome: RunOutcome })[];
};

/**
 * What models were called for right after a tool had failed, in runs that bought something all the same: of each run the
 * counted calls whose step before them, in time, is a tool that failed.
 */
export const countRetries = (asked: RunsAsked): Promise<RetryRow[]> =>
  query(
    asked,
    `, tried as (select r.*, c.cost from run r cross join lateral (
         select sum(o.cost_pico_usd) as cost from (
           select s.kind, s.cost_pico_usd, lag(s.kind) over w as before_kind, lag(s.status) over w as before_status from step s
           where s.trace_id = r.id and s.started_at >= r.first_at and s.started_at <= r.last_at
             and (s.kind = 'tool' or s.cost_bucket is not null)
           window w as (order by s.started_at, s.span_id)) o
         where o.kind <> 'tool' and o.before_kind = 'tool' and o.before_status = 'error') c
       where r.errors > 0 and r.outcome not in ('stopped', 'abandoned', 'open') and not (r.outcome = 'refused' and not r.has_done) and c.cost > 0)
     select is_now as "isNow", agent_name as agent, count(*)::int as runs, sum(cost)::text as cost,
       coalesce((array_agg(json_build_object('traceId', id, 'name', name, 'agent', agent_name, 'taskClass', task_class, 'outcome', outcome,
         'startedAt', to_json(first_at)#>>'{}', 'costMicroUsd', round(cost / 1000000)::text) order by cost desc, id))[1:3], '{}') as dearest
     from tried group by 1, 2`,
  );
