import { pool } from "@/server/platform/db";
import { conditionsOf, type Filter, Values } from "./trace-list-store";

type Bar = { readonly bar: number; readonly count: number };

/** Runs that fit a filter, counted by the bar in which they began; the bars are `barMs` long and begin at `from`. */
export async function countByBar(filter: Filter, from: Date, barMs: number): Promise<Bar[]> {
  const values = new Values();
  const since = values.add(from.toISOString());
  // Whole moments are counted first: to work out the bar of each run would take several times as long.
  const { rows } = await pool().query<Bar>({
    text: `select ((extract(epoch from at - ${since}::timestamptz) * 1000)::int8 / ${values.add(barMs)}::int8)::int as bar, count
      from (select date_bin(${values.add(`${barMs} milliseconds`)}::interval, first_at, ${since}::timestamptz) as at, count(*)::int as count
        from trace where first_at >= ${since}::timestamptz and ${conditionsOf(filter, values)} group by 1) binned`,
    values: values.list,
  });
  return rows;
}

type Place = { readonly traceId: string | null; readonly runId: string | null };

/** How many of the runs at these places fit a filter and began since a moment. */
export async function countAmong(filter: Filter, from: Date, places: readonly Place[]): Promise<number> {
  const values = new Values();
  const ids = values.add(places.flatMap(({ traceId }) => traceId ?? []));
  const runs = values.add(places.flatMap(({ traceId, runId }) => (traceId === null ? (runId ?? []) : [])));
  const { rows } = await pool().query<{ count: number }>({
    text: `select count(*)::int as count from trace where (id = any(${ids}) or run_id = any(${runs}))
      and first_at >= ${values.add(from.toISOString())}::timestamptz and ${conditionsOf(filter, values)}`,
    values: values.list,
  });
  return rows[0]?.count ?? 0;
}
