import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
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

/** What costs sum up to by the hour: folded, and what waits to be. For whoever must not miss the last seconds. */
export const HOURLY = `(select hour, dimension_id, bucket, ${SUMS.join(", ")} from cost_hourly
  union all select hour, dimension_id, bucket, ${SUMS.join(", ")} from cost_delta)`;

/**
 * Folds deltas into the hours that they are of, up to ten thousand; what another worker holds is left to it. Hours are taken
 * in one order, so that two workers never wait for each other. Corrections stay on record. Answers how many hours changed.
 */
export const foldDeltas = (tx: PgTx, now: Date): Promise<number> =>
  tx.execute(
    `with taken as (delete from cost_delta where id in (select id from cost_delta order by id limit 10000 for update skip locked) returning *),
     kept as (insert into cost_correction (at, hour, dimension_id, bucket, cause, version, calls, cost_pico_usd)
       select $1::timestamptz, hour, dimension_id, bucket, cause, version, sum(calls), sum(${COST})
       from taken where cause <> 'ingest' group by hour, dimension_id, bucket, cause, version)
     insert into cost_hourly (hour, dimension_id, bucket, ${SUMS.join(", ")})
     select hour, dimension_id, bucket, ${SUMS.map((column) => `sum(${column})`).join(", ")} from taken group by 1, 2, 3 order by 1, 2, 3
     on conflict (hour, dimension_id, bucket) do update set ${SUMS.map((column) => `${column} = cost_hourly.${column} + excluded.${column}`).join(", ")}`,
    now,
  );
