import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { prisma } from "@/server/platform/db";
import type { PgTx } from "@/server/platform/tx";

/** How a class of tokens is called in columns. */
export const CLASS_COLUMNS: Readonly<Record<TokenClass, string>> = {
  input: "input",
  cacheRead: "cache_read",
  cacheWrite5m: "cache_write_5m",
  cacheWrite1h: "cache_write_1h",
  output: "output",
  reasoning: "reasoning",
};

const SUMS = [
  "calls",
  ...TOKEN_CLASSES.map((of) => `${CLASS_COLUMNS[of]}_tokens`),
  ...TOKEN_CLASSES.map((of) => `${CLASS_COLUMNS[of]}_pico_usd`),
  "reported_pico_usd",
];
const COST = TOKEN_CLASSES.map((of) => `${CLASS_COLUMNS[of]}_pico_usd`).join(" + ");
const COLUMNS = SUMS.join(", ");
const SUMMED = SUMS.map((column) => `sum(${column})`).join(", ");
const grow = (table: string) => `do update set ${SUMS.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(", ")}`;

/** What costs sum up to by the hour: folded, and what waits to be. For whoever must not miss the last seconds. */
export const HOURLY = `(select hour, dimension_id, bucket, ${COLUMNS} from cost_hourly
  union all select hour, dimension_id, bucket, ${COLUMNS} from cost_delta)`;

/** The same by the day of a zone, which stands in for `zone`; complete only while that is the zone of which days are summed up. */
export const dailyOf = (zone: string): string => `(select day, dimension_id, bucket, ${COLUMNS} from cost_daily where zone = ${zone}
  union all select (hour at time zone ${zone})::date, dimension_id, bucket, ${COLUMNS} from cost_delta)`;

/**
 * Folds deltas into the hours and days that they are of, up to ten thousand; what another worker holds is left to it. Hours
 * are taken in one order, so that two workers never wait for each other. Corrections stay on record. Answers how many hours changed.
 */
export const foldDeltas = (tx: PgTx, now: Date): Promise<number> =>
  tx.execute(
    `with taken as (delete from cost_delta where id in (select id from cost_delta order by id limit 10000 for update skip locked) returning *),
     kept as (insert into cost_correction (at, hour, dimension_id, bucket, cause, version, calls, cost_pico_usd)
       select $1::timestamptz, hour, dimension_id, bucket, cause, version, sum(calls), sum(${COST})
       from taken where cause <> 'ingest' group by hour, dimension_id, bucket, cause, version),
     kind as (select zone from cost_day_zone for share),
     days as (insert into cost_daily (zone, day, dimension_id, bucket, ${COLUMNS})
       select zone, (hour at time zone zone)::date, dimension_id, bucket, ${SUMMED} from taken, kind where zone <> '' group by 1, 2, 3, 4 order by 1, 2, 3, 4
       on conflict (zone, day, dimension_id, bucket) ${grow("cost_daily")})
     insert into cost_hourly (hour, dimension_id, bucket, ${COLUMNS})
     select hour, dimension_id, bucket, ${SUMMED} from taken group by 1, 2, 3 order by 1, 2, 3
     on conflict (hour, dimension_id, bucket) ${grow("cost_hourly")}`,
    now,
  );

/** The zone of which days are summed up; empty when none is. */
export async function zoneOfDays(): Promise<string> {
  return (await prisma().costDayZone.findUnique({ where: { id: 1 } }))?.zone ?? "";
}

/** Sums up the days of a zone anew, in place of those of another; whoever folds meanwhile waits. Answers whether it did. */
export async function sumUpDays(tx: PgTx, zone: string): Promise<boolean> {
  const taken = await tx.execute("update cost_day_zone set zone = $1 where id = 1 and zone <> $1", zone);
  if (taken === 0) return false;
  await tx.execute("delete from cost_daily");
  await tx.execute(
    `insert into cost_daily (zone, day, dimension_id, bucket, ${COLUMNS})
     select $1, (hour at time zone $1)::date, dimension_id, bucket, ${SUMMED} from cost_hourly group by 2, 3, 4`,
    zone,
  );
  return true;
}
