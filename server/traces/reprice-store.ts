import type { PgTx } from "@/server/platform/tx";
import type { Counted, Dimension } from "./core/cost";

/** The first day from a moment on of which anything was counted; null when there is none. */
export async function firstCountedDay(tx: PgTx, from: Date | null): Promise<string | null> {
  const [row] = await tx.rows<{ day: string | null }>(
    "select to_char(min(hour) at time zone 'UTC', 'YYYY-MM-DD') as day from cost_hourly where hour >= coalesce($1::timestamptz, '-infinity')",
    from,
  );
  return row?.day ?? null;
}

/** How many steps are counted from a moment on. */
export async function countCounted(tx: PgTx, from: Date | null): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    "select coalesce(sum(calls), 0)::float8 as count from cost_hourly where hour >= date_trunc('hour', coalesce($1::timestamptz, '-infinity'), 'UTC')",
    from,
  );
  return row?.count ?? 0;
}

type Place = { readonly traceId: string; readonly spanId: string };

/** A counted step as far as counting it again goes. */
export type CountedStep = {
  readonly traceId: string;
  readonly spanId: string;
  readonly startedUs: number;
  readonly status: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite1h: number | null;
  readonly reasoning: number | null;
  readonly reportedPicoUsd: string | null;
  readonly bucket: string;
  readonly costPicoUsd: string | null;
  readonly priceVersion: number;
  readonly dimensionId: number;
};

/** Counted steps of a day after a place, by the key of the day's partition. */
export const listCounted = (tx: PgTx, from: Date, to: Date, after: Place, limit: number): Promise<CountedStep[]> =>
  tx.rows(
    `select s.trace_id as "traceId", s.span_id as "spanId", round(date_part('epoch', s.started_at) * 1000000) as "startedUs", s.status, s.provider, s.model,
       s.service_tier as "serviceTier", s.input_tokens as "inputTokens", s.output_tokens as "outputTokens", s.cache_read_tokens as "cacheRead",
       s.cache_write_tokens as "cacheWrite", s.cache_write_1h_tokens as "cacheWrite1h", s.reasoning_tokens as reasoning,
       s.reported_cost_pico_usd::text as "reportedPicoUsd", s.cost_bucket as bucket, s.cost_pico_usd::text as "costPicoUsd",
       s.price_version as "priceVersion", s.cost_dimension_id as "dimensionId"
     from step s
     where s.started_at >= $1::timestamptz and s.started_at < $2::timestamptz and (s.trace_id, s.span_id) > ($3, $4) and s.cost_bucket is not null
     order by s.trace_id, s.span_id limit $5::int`,
    from,
    to,
    after.traceId,
    after.spanId,
    limit,
  );

/** Under whom and what these steps are counted, by its number. */
export async function dimensionsById(tx: PgTx, steps: readonly CountedStep[]): Promise<ReadonlyMap<number, Dimension>> {
  const rows = await tx.rows<Dimension & { readonly id: number }>(
    `select id, agent, team, task_class as "taskClass", model, provider, environment, person from cost_dimension where id = any($1::int[])`,
    [...new Set(steps.map(({ dimensionId }) => dimensionId))],
  );
  return new Map(rows.map(({ id, ...dimension }) => [id, dimension]));
}

export type Repriced = { readonly step: CountedStep; readonly is: Counted };

/** Locks traces in the order in which everyone locks them. */
export const lockTracesById = (tx: PgTx, ids: readonly string[]): Promise<unknown> =>
  tx.rows("select 1 from trace where id = any($1::text[]) order by id for update", [...new Set(ids)]);

/** What many steps have in common: how they were counted and how they are now. Each way is sent once. */
function waysOf(steps: readonly Repriced[]): { readonly ways: readonly Repriced[]; readonly wayOf: readonly number[] } {
  const places = new Map<string, number>();
  const ways: Repriced[] = [];
  const wayOf = steps.map((one) => {
    const { step, is } = one;
    const key = `${step.bucket} ${step.priceVersion} ${step.dimensionId} ${is.bucket} ${is.dimensionId}`;
    const known = places.get(key) ?? ways.push(one);
    places.set(key, known);
    return known;
  });
  return { ways, wayOf };
}

/** Has steps counted otherwise that are still counted as they were when they were read; answers the places of those that were. */
export async function repriceCosts(tx: PgTx, steps: readonly Repriced[], version: number): Promise<"all" | ReadonlySet<number>> {
  const { ways, wayOf } = waysOf(steps);
  const moments = steps.map(({ step }) => step.startedUs);
  const [first, last] = moments.reduce(([min, max], us) => [Math.min(min, us), Math.max(max, us)], [Number.MAX_VALUE, 0]);
  const [row] = await tx.rows<{ count: number; places: number[] | null }>(
    `with done as (
       update step s set cost_bucket = ($6::text[])[n.way], cost_pico_usd = n.cost, price_version = $7::int, cost_dimension_id = ($8::int[])[n.way]
       from unnest($1::text[], $2::text[], $3::float8[], $4::numeric[], $5::int[]) with ordinality as n (trace_id, span_id, started_us, cost, way, place)
       where s.trace_id = n.trace_id and s.span_id = n.span_id and s.started_at = timestamptz 'epoch' + n.started_us * interval '1 microsecond'
         and s.started_at >= $12::timestamptz - interval '1 second' and s.started_at <= $13::timestamptz + interval '1 second'
         and s.cost_bucket = ($9::text[])[n.way] and s.price_version = ($10::int[])[n.way] and s.cost_dimension_id = ($11::int[])[n.way]
       returning n.place::int as place)
     select count(*)::int as count, case when count(*) < $14::int then array_agg(place) end as places from done`,
    steps.map(({ step }) => step.traceId),
    steps.map(({ step }) => step.spanId),
    moments,
    steps.map(({ is }) => is.costPicoUsd?.toString() ?? null),
    wayOf,
    ways.map(({ is }) => is.bucket),
    version,
    ways.map(({ is }) => is.dimensionId),
    ways.map(({ step }) => step.bucket),
    ways.map(({ step }) => step.priceVersion),
    ways.map(({ step }) => step.dimensionId),
    new Date(first / 1_000),
    new Date(last / 1_000),
    steps.length,
  );
  return row?.count === steps.length ? "all" : new Set((row?.places ?? []).map((place) => place - 1));
}

export type TraceChange = { readonly id: string; readonly costPicoUsd: string; readonly priced: number; readonly unpriced: number };

/** Gives traces what their steps cost more or less. */
export const changeTraces = (tx: PgTx, changes: readonly TraceChange[]): Promise<number> =>
  tx.execute(
    `update trace t set cost_pico_usd = t.cost_pico_usd + n.cost, priced_steps = t.priced_steps + n.priced, unpriced_steps = t.unpriced_steps + n.unpriced
     from unnest($1::text[], $2::numeric[], $3::int[], $4::int[]) as n (id, cost, priced, unpriced) where t.id = n.id`,
    changes.map(({ id }) => id),
    changes.map(({ costPicoUsd }) => costPicoUsd),
    changes.map(({ priced }) => priced),
    changes.map(({ unpriced }) => unpriced),
  );
