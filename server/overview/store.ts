import { prisma } from "@/server/platform/db";
import type { Kind } from "./core/outcomes";
import type { Decisions } from "./schema";

/** The moments that part a span from the one before it. */
export type Moments = {
  readonly days: readonly string[];
  /** When each of the days began, oldest first. */
  readonly starts: readonly Date[];
  readonly beforeFrom: Date;
  readonly beforeTo: Date;
  /** The first action on record. */
  readonly recordedSince: Date | null;
};

/** Days begin at midnight of the zone, whose clocks may change on the way: the database knows when. */
export async function findMoments(now: Date, days: number, timeZone: string): Promise<Moments> {
  const [moments] = await prisma().$queryRaw<Moments[]>`
    with local as (select ${now}::timestamptz at time zone ${timeZone} as now, ${days}::int * interval '1 day' as span),
    day as (select d from local, generate_series(date_trunc('day', now) - span + interval '1 day', date_trunc('day', now), interval '1 day') d)
    select array(select to_char(d, 'YYYY-MM-DD') from day order by d) as days,
      array(select d at time zone ${timeZone} from day order by d) as starts,
      (date_trunc('day', now) - 2 * span + interval '1 day') at time zone ${timeZone} as "beforeFrom",
      (now - span) at time zone ${timeZone} as "beforeTo",
      (select min(created_at) from action) as "recordedSince"
    from local`;
  if (moments === undefined) throw new Error("a constant answered no row");
  return moments;
}

/** The number of the span before among the buckets; the days of the span itself follow from `FIRST_DAY`. */
export const BEFORE = 1;
export const FIRST_DAY = 3;

// Grouped before it is parted by day and by agent, so that the wide pass over the index runs in parallel. The bounds
// are a subquery because PostgreSQL would parse them again for each row.
const COUNT = `with asked as (
    select width_bucket(created_at, (select $1::text[]::timestamptz[])) as bucket, agent_name as agent,
      case state when 'denied' then 'denied' when 'awaiting' then 'awaiting' else 'allowed' end as kind, count(*) as n
    from action where created_at >= $2::timestamptz and created_at < $3::timestamptz group by 1, 2, 3
    union all
    select width_bucket(created_at, (select $1::text[]::timestamptz[])), agent_name,
      case state when 'revoked' then 'approved' else state end, count(*)
    from approval where created_at >= $2::timestamptz and created_at < $3::timestamptz
      and state in ('approved', 'revoked', 'rejected', 'expired', 'cancelled') group by 1, 2, 3),
  busiest as (
    select agent from asked where bucket >= ${FIRST_DAY} and kind in ('allowed', 'denied', 'awaiting')
    group by agent order by sum(n) desc, agent limit $4::int)
  select bucket, null as agent, kind, sum(n)::int as count from asked where bucket = ${BEFORE} or bucket >= ${FIRST_DAY} group by bucket, kind
  union all
  select null, agent, kind, sum(n)::int from asked join busiest using (agent) where bucket >= ${FIRST_DAY} group by agent, kind`;

/** Of a bucket of time, or of one of the agents that asked most. */
export type Count = { readonly bucket: number | null; readonly agent: string | null; readonly kind: Kind; readonly count: number };

const countValues = ({ starts, beforeFrom, beforeTo }: Moments, now: Date, agents: number) => [
  [beforeFrom, beforeTo, ...starts].map((at) => at.toISOString()),
  beforeFrom,
  now,
  agents,
];

/** Actions and requests to people by time and by agent, as of one moment: they add up. */
export const countAsked = (moments: Moments, now: Date, agents: number): Promise<Count[]> =>
  prisma().$queryRawUnsafe<Count[]>(COUNT, ...countValues(moments, now, agents));

/** What the counts cost, for the test that looks at the plan. */
export async function explainCounts(moments: Moments, now: Date): Promise<string> {
  const lines = await prisma().$queryRawUnsafe<Record<string, string>[]>(`explain ${COUNT}`, ...countValues(moments, now, 5));
  return lines.map((line) => Object.values(line)[0]).join("\n");
}

/** How people answered what was asked of them between two moments, as it stands now. A stopped clock stands where it stopped. */
export async function summariseDecisions(from: Date, to: Date, now: Date): Promise<Decisions> {
  const [row] = await prisma().$queryRaw<Decisions[]>`
    select count(*) filter (where decided_by_id is not null)::int as decided,
      count(*) filter (where sla = 'inTime')::int as "withinDue",
      count(*) filter (where state = 'expired')::int as expired,
      count(*) filter (where state in ('pending', 'frozen')
        and (late_stages > 0 or due_at < least(${now}::timestamptz, frozen_at)))::int as overdue,
      (percentile_cont(0.5) within group (order by extract(epoch from decided_at - created_at) * 1000)
        filter (where decided_by_id is not null))::float8 as "medianMs"
    from approval where created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz`;
  if (row === undefined) throw new Error("an aggregate answered no row");
  return row;
}
