import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

/** Longer than this between two verdicts of a person, and they did something else meanwhile. */
const SITTING_SECONDS = 15 * 60;

export type TimeRow = {
  readonly verdicts: number;
  readonly people: number;
  readonly measured: number;
  readonly seconds: number;
  readonly middle: number | null;
};

/**
 * Verdicts of some time, with the seconds since the same person's verdict before where both are of one sitting, and the
 * middle of these over all. Several decided in one go come at one moment, and take no time beyond the first.
 */
export async function readReviewTime(from: Date, to: Date, agent: string | null): Promise<TimeRow> {
  const [row] = await prisma().$queryRawUnsafe<TimeRow[]>(
    `with given as (
       select v.person_id, v.cast_at, a.agent_name,
         extract(epoch from v.cast_at - lag(v.cast_at) over (partition by v.person_id order by v.cast_at, v.id))::float8 as gap
       from vote v join approval a on a.id = v.approval_id left join vote_outcome o on o.vote_id = v.id
       where v.cast_at >= $1::timestamptz - interval '15 minutes' and v.cast_at < $2::timestamptz and o.outcome is distinct from 'undone'),
     timed as (select person_id, agent_name, case when gap <= ${SITTING_SECONDS} then gap end as gap from given where cast_at >= $1::timestamptz)
     select count(*)::int as verdicts, count(distinct person_id)::int as people, count(gap)::int as measured, coalesce(sum(gap), 0)::float8 as seconds,
       (select percentile_cont(0.5) within group (order by gap) from timed)::float8 as middle
     from timed where $3::text is null or agent_name = $3`,
    from,
    to,
    agent,
  );
  return row ?? { verdicts: 0, people: 0, measured: 0, seconds: 0, middle: null };
}

export type RateRow = { readonly microUsdPerHour: string | null; readonly authorId: string; readonly setAt: Date };

export async function readRate(): Promise<RateRow | null> {
  const row = await prisma().reviewRate.findFirst({ orderBy: { version: "desc" } });
  return row === null ? null : { ...row, microUsdPerHour: row.microUsdPerHour?.toString() ?? null };
}

export const insertRate = (tx: PrismaTx, microUsdPerHour: bigint | null, authorId: string, setAt: Date): Promise<{ version: number }> =>
  tx.prisma.reviewRate.create({ data: { microUsdPerHour, authorId, setAt }, select: { version: true } });
