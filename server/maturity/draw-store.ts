/** How many times as many rows are read as are wanted, since some are older than the window. */
const MORE = 20;

/**
 * Some rows of a large table that fall into the window of a check (`$2` up to `until`), by their ids: the same ones each time, and no
 * favourites. Pages of the table are drawn first, so that it costs the same however long the table is; of a small one, all are.
 */
export const drawn = (
  table: "trace" | "action" | "vote",
  moment: string,
  most: number,
  { until = "$1::timestamptz", seed = "0" }: { readonly until?: string; readonly seed?: string } = {},
): string => `select id from ${table} tablesample system (
    (select least(100, 100.0 * ${MORE * most} / greatest(reltuples, 1)) from pg_class where oid = 'public.${table}'::regclass)) repeatable (0)
  where ${moment} >= $2::timestamptz and ${moment} < ${until} order by hashtextextended(id, ${seed}) limit ${most}`;
