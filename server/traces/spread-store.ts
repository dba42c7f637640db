import { UNFINISHED } from "./core/standing";
import { along, type Filter, findFew, type Place, query, reachOf, restOf, Values } from "./trace-list-store";

export type Bar = {
  readonly bar: number;
  readonly runs: number;
  readonly unfinished: number;
  readonly waiting: number;
  readonly ungoverned: number;
};

const UNFINISHED_SQL = `coalesce(gate_outcome, case when is_failed then 'failed' end) in (${UNFINISHED.map((one) => `'${one}'`).join(", ")})`;
const COUNTS = `count(*)::int as runs, (count(*) filter (where ${UNFINISHED_SQL}))::int as unfinished,
  (count(*) filter (where gate_outcome = 'waiting'))::int as waiting, (count(*) filter (where ungoverned > 0))::int as ungoverned`;
const SUMS = "sum(runs)::int as runs, sum(unfinished)::int as unfinished, sum(waiting)::int as waiting, sum(ungoverned)::int as ungoverned";

const barOf = (moment: string, since: string, barMs: string) =>
  `((extract(epoch from ${moment} - ${since}::timestamptz) * 1000)::int8 / ${barMs}::int8)::int`;

/** What runs are counted by, hour by hour. */
export type Facet = "all" | "agent" | "team" | "task" | "tool" | "model" | "outcome" | "authority" | "ungoverned";

/**
 * Runs that have one of these values in one thing, by the bar in which they began; `filter` asks the same. Bars are of whole hours.
 * What was counted by the hour is summed up; hours that changed since are counted now, in the same snapshot.
 */
export async function sumHours(facet: Facet, of: readonly string[], filter: Filter, from: Date, barMs: number): Promise<Bar[]> {
  const values = new Values();
  const since = values.add(from.toISOString());
  return query<Bar>(
    `with stale as materialized (select distinct hour from trace_hour_stale where hour >= ${since}::timestamptz)
     select ${barOf("hour", since, values.add(barMs))} as bar, ${SUMS} from (
       select hour, runs, unfinished, waiting, ungoverned from trace_hour
       where facet = ${values.add(facet)} and value = any(${values.add(of)}::text[]) and hour >= ${since}::timestamptz and hour not in (select hour from stale)
       union all
       select stale.hour, now.* from stale cross join lateral (select ${COUNTS} from trace
         where first_at >= stale.hour and first_at < stale.hour + interval '1 hour' and ${restOf(filter, values, 0)}) now
     ) counted where runs > 0 group by 1`,
    values,
  );
}

/** As many runs as are looked through for what is not counted by the hour: with words, each of them is a search of its own. */
const MOST_LOOKED_AT = { plain: 30_000, words: 2_000 } as const;

export type Counted = {
  readonly bars: readonly Bar[];
  /** Back to where runs were looked through; null when that is all of them. */
  readonly reached: Place | null;
};

/** Runs that fit a filter by the bar in which they began, the newest of them where they are too many. */
export async function countFound(filter: Filter, from: Date, barMs: number): Promise<Counted> {
  const within = { ...filter, from: from.toISOString() };
  const few = await findFew(filter);
  const most = filter.words === undefined ? MOST_LOOKED_AT.plain : MOST_LOOKED_AT.words;
  const values = new Values();
  const since = values.add(within.from);
  const seen =
    few === null
      ? `with seen as not materialized (${along(within, null, most, "*", values)})`
      : `with seen as materialized (select * from trace where first_at >= ${since}::timestamptz and ${few(values)})`;
  // Whole moments are counted first: to work out the bar of each run would take several times as long.
  const counting = query<Bar>(
    `${seen} select ${barOf("at", since, values.add(barMs))} as bar, runs, unfinished, waiting, ungoverned
     from (select date_bin(${values.add(`${barMs} milliseconds`)}::interval, first_at, ${since}::timestamptz) as at, ${COUNTS}
       from seen trace where ${restOf(filter, values, few === null ? 1 : 0)} group by 1) binned`,
    values,
  );
  const [bars, reached] = await Promise.all([counting, few === null ? reachOf(within, null, most) : null]);
  return { bars, reached };
}
