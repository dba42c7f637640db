import type { PgTx } from "@/server/platform/tx";
import { UNFINISHED } from "./core/standing";

/** An hour that is still written to is left alone for so long, and for so long at most. */
const QUIET = "20 seconds";
const LONGEST = "10 minutes";

const OUTCOME = "coalesce(gate_outcome, case when is_failed then 'failed' when running > 0 then 'running' else 'done' end)";
const TAKE_STALE = `with picked as (select hour from trace_hour_stale group by hour
    having max(at) < $1::timestamptz - interval '${QUIET}' or min(at) < $1::timestamptz - interval '${LONGEST}' order by hour desc limit $2::int),
  gone as (delete from trace_hour_stale s using picked where s.hour = picked.hour returning s.hour)
  select distinct hour from gone`;
const COUNT_HOURS = `with began as materialized (select h.hour, t.* from unnest($1::timestamptz[]) as h (hour) cross join lateral (
    select agent_name, team, task_class, tools, models, coalesce(authority, 'none') as authority, ${OUTCOME} as outcome, ungoverned > 0 as is_ungoverned
    from trace where first_at >= h.hour and first_at < h.hour + interval '1 hour') t),
  faceted as (select hour, outcome, is_ungoverned, facet, value from began cross join lateral (values ('all', ''), ('agent', agent_name), ('team', team),
      ('task', task_class), ('outcome', outcome), ('authority', authority), ('ungoverned', case when is_ungoverned then '' end)) as f (facet, value)
    union all select hour, outcome, is_ungoverned, 'tool', value from began cross join unnest(tools) as value
    union all select hour, outcome, is_ungoverned, 'model', value from began cross join unnest(models) as value)
  insert into trace_hour (facet, value, hour, runs, unfinished, waiting, ungoverned)
  select facet, value, hour, count(*), count(*) filter (where outcome = any($2::text[])), count(*) filter (where outcome = 'waiting'), count(*) filter (where is_ungoverned)
  from faceted where octet_length(value) <= 1024 group by 1, 2, 3`;

/**
 * Counts anew the traces of hours that changed, at most so many hours, in one process at a time; answers how many. What changes
 * meanwhile leaves its own mark, and is counted by the next round.
 */
export async function countStale(tx: PgTx, now: Date, limit: number): Promise<number> {
  const [lock] = await tx.rows<{ got: boolean }>("select pg_try_advisory_xact_lock(hashtextextended('traces.hours', 0)) as got");
  if (lock?.got !== true) return 0;
  const taken = await tx.rows<{ hour: Date }>(TAKE_STALE, now, limit);
  if (taken.length === 0) return 0;
  const hours = taken.map(({ hour }) => hour.toISOString());
  await tx.execute("delete from trace_hour where hour = any($1::timestamptz[])", hours);
  await tx.execute(COUNT_HOURS, hours, [...UNFINISHED]);
  return hours.length;
}
