import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import type { PgTx } from "@/server/platform/tx";
import type { Reached } from "@/server/pricing/repricings";
import type { Dimension } from "./core/cost";
import type { Group, Recounted, Way } from "./core/recount";

/** How many steps are counted from a moment on. */
export async function countCounted(tx: PgTx, from: Date | null): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    "select coalesce(sum(calls), 0)::float8 as count from cost_hourly where hour >= date_trunc('hour', coalesce($1::timestamptz, '-infinity'), 'UTC')",
    from,
  );
  return row?.count ?? 0;
}

export type CountedHour = { readonly hour: Date; readonly calls: number };

/** The hours from that of a moment on in which anything was counted, as far as they are of one day: of the first that has any, summed up or not yet. */
export const nextCountedHours = (tx: PgTx, from: string | null): Promise<CountedHour[]> =>
  tx.rows<CountedHour>(
    `with since as materialized (select date_trunc('hour', coalesce($1::timestamptz, '-infinity'), 'UTC') as at),
     next as materialized (select least((select min(hour) from cost_hourly where hour >= since.at), (select min(hour) from cost_delta where hour >= since.at)) as hour from since)
     select hour, sum(calls)::float8 as calls from (
       select hour, 0 as calls from next where hour is not null
       union all select h.hour, h.calls from next, cost_hourly h where h.hour >= next.hour and h.hour < date_trunc('day', next.hour, 'UTC') + interval '24 hours') counted
     group by 1 order by 1`,
    from,
  );

/** Steps by start, trace and span: those after one, up to another one with it. */
export type Window = { readonly after: Reached; readonly to: Reached };

const bounds = ({ after, to }: Window) => [after.at, after.traceId, after.spanId, to.at, to.traceId, to.spanId];
const IN_WINDOW = `s.started_at >= $1::timestamptz and s.started_at <= $4::timestamptz
  and (s.started_at > $1::timestamptz or (s.trace_id, s.span_id) > ($2, $3)) and (s.started_at < $4::timestamptz or (s.trace_id, s.span_id) <= ($5, $6))
  and s.cost_bucket is not null`;

/** The last of so many counted steps; null when there are fewer. */
export async function placeOf(tx: PgTx, window: Window, steps: number): Promise<Reached | null> {
  const [row] = await tx.rows<Reached>(
    `select to_json(s.started_at)#>>'{}' as at, s.trace_id as "traceId", s.span_id as "spanId" from step s where ${IN_WINDOW}
     order by s.started_at, s.trace_id, s.span_id offset $7::int limit 1`,
    ...bounds(window),
    steps - 1,
  );
  return row ?? null;
}

const told = (column: string) => `coalesce(s.${column}_tokens, 0)`;
/**
 * Tokens by classes that do not overlap, and how much went in: `splitUsage` and `inputOf` of pricing once more, held to them by a
 * test. Each of the two steps is computed once a row, which `offset 0` sees to.
 */
const COUNTED = `(select *, read + written_5m + written_1h as cached,
    case when read + written_5m + written_1h > told_in then told_in else told_in - (read + written_5m + written_1h) end as input,
    case when reasoning > told_out then told_out else told_out - reasoning end as output
  from (select s.tableoid as of_table, s.ctid as place_in_it, s.trace_id, s.started_at, s.provider, s.model, s.service_tier, s.cost_bucket, s.price_version, s.cost_dimension_id, s.cost_pico_usd,
      s.reported_cost_pico_usd, s.status = 'error' as has_failed, s.input_tokens is not null or s.output_tokens is not null as has_usage,
      ${told("input")}::int8 as told_in, ${told("cache_read")}::int8 as read, greatest(0, ${told("cache_write")} - ${told("cache_write_1h")})::int8 as written_5m,
      ${told("cache_write_1h")}::int8 as written_1h, ${told("output")}::int8 as told_out, ${told("reasoning")}::int8 as reasoning
    from step s where ${IN_WINDOW} offset 0) told offset 0) s`;
const TOKENS: Readonly<Record<TokenClass, string>> = {
  ...{ input: "s.input", cacheRead: "s.read", cacheWrite5m: "s.written_5m", cacheWrite1h: "s.written_1h" },
  ...{ output: "s.output", reasoning: "s.reasoning" },
};
const LENGTH = "(s.input + s.cached)";
const CLASSES = `(${TOKEN_CLASSES.map((of, bit) => `(${TOKENS[of]} <> 0)::int * ${1 << bit}`).join(" + ")})`;
/** Between which of some lengths the input lies: above as many as it says. */
const REACH = `width_bucket(${LENGTH}, $7::int8[])`;
const sumsOf = (expression: (of: TokenClass) => string) => TOKEN_CLASSES.map((of) => `sum(${expression(of)})::text as "${of}"`).join(", ");

type Sums = Readonly<Record<TokenClass, string>>;
const toTokens = (sums: Sums) => Object.fromEntries(TOKEN_CLASSES.map((of) => [of, BigInt(sums[of])])) as Record<TokenClass, bigint>;
const beyond = (lengths: readonly number[]) => lengths.map((length) => length + 1);

type GroupRow = Omit<Group, "tokens" | "costPicoUsd"> & Sums & { readonly costPicoUsd: string };

/** Counted steps, those together that were counted in one way and have their unit prices in common. */
export async function groupCounted(tx: PgTx, window: Window, lengths: readonly number[]): Promise<Group[]> {
  const rows = await tx.rows<GroupRow>(
    `select s.provider, s.model, s.service_tier as "serviceTier", s.has_failed as "hasFailed", s.has_usage as "hasUsage", s.cost_bucket as bucket,
       s.price_version as "priceVersion", s.cost_dimension_id as "dimensionId", ${CLASSES} as classes, ${REACH} as reach,
       count(*)::int as steps, min(${LENGTH})::float8 as length, floor(extract(epoch from min(s.started_at)) * 1000)::float8 as "startedMs",
       coalesce(sum(s.cost_pico_usd), 0)::text as "costPicoUsd", ${sumsOf((of) => `${TOKENS[of]}::int4`)}
     from ${COUNTED} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
    ...bounds(window),
    beyond(lengths),
  );
  return rows.map((row) => ({ ...row, tokens: toTokens(row), costPicoUsd: BigInt(row.costPicoUsd) }));
}

/** Under whom and what steps are counted, by its number. */
export async function dimensionsById(tx: PgTx, ids: readonly number[]): Promise<ReadonlyMap<number, Dimension>> {
  const rows = await tx.rows<Dimension & { readonly id: number }>(
    `select id, agent, team, task_class as "taskClass", model, provider, environment, person from cost_dimension where id = any($1::int[])`,
    [...new Set(ids)],
  );
  return new Map(rows.map(({ id, ...dimension }) => [id, dimension]));
}

type Column = readonly [name: string, type: string, value: (way: Way) => unknown];
const WAY: readonly Column[] = [
  ["bucket", "text", ({ group }) => group.bucket],
  ["version", "int", ({ group }) => group.priceVersion],
  ["dimension", "int", ({ group }) => group.dimensionId],
  ["provider", "text", ({ group }) => group.provider],
  ["model", "text", ({ group }) => group.model],
  ["tier", "text", ({ group }) => group.serviceTier],
  ["has_failed", "bool", ({ group }) => group.hasFailed],
  ["has_usage", "bool", ({ group }) => group.hasUsage],
  ["classes", "int", ({ group, isAny }) => (isAny ? null : group.classes)],
  ["reach", "int", ({ group, isAny }) => (isAny ? null : group.reach)],
  ["to_bucket", "text", ({ is }) => is.bucket],
  ["to_dimension", "int", ({ dimensionId }) => dimensionId],
  ...TOKEN_CLASSES.map((of): Column => [`unit_${of}`, "numeric", ({ is }) => (is.units === null ? null : (is.units[of] ?? 0n).toString())]),
];
// Beside the window's six parameters and the lengths.
const WAYS = `unnest(${WAY.map(([, type], i) => `$${i + 8}::${type}[]`).join(", ")}) with ordinality as w (${WAY.map(([name]) => name).join(", ")}, place)`;
// What a row says goes first: classes and lengths are only computed where they make a difference.
const GOES_THERE = `s.cost_bucket = w.bucket and s.price_version = w.version and s.cost_dimension_id = w.dimension
  and s.has_failed = w.has_failed and s.has_usage = w.has_usage and s.provider is not distinct from w.provider and s.model is not distinct from w.model
  and s.service_tier is not distinct from w.tier and (w.classes is null or ${CLASSES} = w.classes) and (w.reach is null or ${REACH} = w.reach)`;
/** Null where they have no price. */
const COST = `(${TOKEN_CLASSES.map((of) => `${TOKENS[of]} * w.unit_${of}`).join(" + ")})`;
const isUnknown = (bucket: string) => `(${bucket} in ('unpriced', 'missing'))::int`;

const valuesOf = (window: Window, lengths: readonly number[], ways: readonly Way[]) => [
  ...bounds(window),
  beyond(lengths),
  ...WAY.map(([, , value]) => ways.map(value)),
];

type RecountedRow = Sums & {
  readonly place: number;
  readonly hourMs: number;
  readonly steps: number;
  readonly reportedPicoUsd: string;
  readonly wasPicoUsd: string;
};

/**
 * Counts steps otherwise that are counted as they were when they were looked at, and gives their traces what they cost more or less;
 * what of it there was, by its way and hour. Their traces are locked before, in the order in which everyone locks them.
 */
export async function recount(
  tx: PgTx,
  window: Window,
  lengths: readonly number[],
  ways: readonly Way[],
  version: number,
): Promise<(readonly [Way, Recounted])[]> {
  const rows = await tx.rows<RecountedRow>(
    `with counted as materialized (
       select w.place, w.to_bucket, w.to_dimension, s.of_table, s.place_in_it, s.trace_id, s.started_at, s.cost_bucket as was_bucket, s.price_version as was_version,
         s.cost_dimension_id as was_dimension, s.cost_pico_usd as was, ${COST} as cost, s.reported_cost_pico_usd as reported,
         ${TOKEN_CLASSES.map((of) => `${TOKENS[of]}::int4 as "${of}"`).join(", ")}
       from ${COUNTED} join ${WAYS} on ${GOES_THERE}),
     locked as materialized (select 1 from trace where id in (select trace_id from counted) order by id for update),
     steps as (update step s set cost_bucket = c.to_bucket, cost_pico_usd = c.cost, price_version = $${WAY.length + 8}::int, cost_dimension_id = c.to_dimension
       from counted c where (select count(*) from locked) > 0 and s.ctid = c.place_in_it and s.tableoid = c.of_table
         and s.started_at >= $1::timestamptz and s.started_at <= $4::timestamptz
         and s.cost_bucket = c.was_bucket and s.price_version = c.was_version and s.cost_dimension_id = c.was_dimension
       returning c.*),
     traces as (update trace t set cost_pico_usd = t.cost_pico_usd + n.cost, priced_steps = t.priced_steps + n.priced, unpriced_steps = t.unpriced_steps + n.unknown
       from (select trace_id, sum(coalesce(cost, 0) - coalesce(was, 0)) as cost, sum((cost is not null)::int - (was is not null)::int) as priced,
           sum(${isUnknown("to_bucket")} - ${isUnknown("was_bucket")}) as unknown
         from steps group by 1) n
       where t.id = n.trace_id and (n.cost <> 0 or n.priced <> 0 or n.unknown <> 0))
     select place::int as place, floor(extract(epoch from started_at) / 3600)::float8 * 3600000 as "hourMs", count(*)::int as steps,
       coalesce(sum(reported), 0)::text as "reportedPicoUsd", coalesce(sum(was), 0)::text as "wasPicoUsd", ${sumsOf((of) => `"${of}"`)}
     from steps group by 1, 2`,
    ...valuesOf(window, lengths, ways),
    version,
  );
  return rows.flatMap(({ place, hourMs, steps, reportedPicoUsd, wasPicoUsd, ...sums }) => {
    const way = ways[place - 1];
    const done = { hourMs, steps, tokens: toTokens(sums), reportedPicoUsd: BigInt(reportedPicoUsd), wasPicoUsd: BigInt(wasPicoUsd) };
    return way === undefined ? [] : [[way, done] as const];
  });
}
