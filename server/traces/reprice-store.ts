import type { PgTx } from "@/server/platform/tx";
import { boundsOf, type Changed } from "./cost-store";
import { COST_COLUMNS, type CostStep } from "./settle-store";

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

/** Counted steps of a day after a place, by the key of the day's partition. */
export const listCounted = (tx: PgTx, from: Date, to: Date, after: Place, limit: number): Promise<CostStep[]> =>
  tx.rows(
    `select ${COST_COLUMNS} from step s join cost_dimension d on d.id = s.cost_dimension_id
     where s.started_at >= $1::timestamptz and s.started_at < $2::timestamptz and (s.trace_id, s.span_id) > ($3, $4) and s.cost_bucket is not null
     order by s.trace_id, s.span_id limit $5::int`,
    from,
    to,
    after.traceId,
    after.spanId,
    limit,
  );

export type Repriced = { readonly step: CostStep; readonly changed: Changed };

/** Locks traces in the order in which everyone locks them. */
export const lockTracesById = (tx: PgTx, ids: readonly string[]): Promise<unknown> =>
  tx.rows("select 1 from trace where id = any($1::text[]) order by id for update", [...new Set(ids)]);

/** Has steps counted otherwise that are still counted as they were when they were read; answers which these are. */
export const repriceCosts = (tx: PgTx, steps: readonly Repriced[]): Promise<Place[]> =>
  tx.rows(
    `update step s set cost_bucket = n.bucket, cost_pico_usd = n.cost, price_version = n.version, cost_dimension_id = n.dimension
     from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::numeric[], $6::int[], $7::int[], $8::text[], $9::int[], $10::int[])
       as n (trace_id, span_id, started_at, bucket, cost, version, dimension, was_bucket, was_version, was_dimension)
     where s.trace_id = n.trace_id and s.span_id = n.span_id and s.started_at = n.started_at
       and s.started_at >= $11::timestamptz - interval '1 second' and s.started_at <= $12::timestamptz + interval '1 second'
       and s.cost_bucket = n.was_bucket and s.price_version = n.was_version and s.cost_dimension_id = n.was_dimension
     returning s.trace_id as "traceId", s.span_id as "spanId"`,
    steps.map(({ step }) => step.traceId),
    steps.map(({ step }) => step.spanId),
    steps.map(({ step }) => step.startedAt),
    steps.map(({ changed }) => changed.bucket),
    steps.map(({ changed }) => changed.costPicoUsd),
    steps.map(({ changed }) => changed.priceVersion),
    steps.map(({ changed }) => changed.dimensionId),
    steps.map(({ step }) => step.bucket),
    steps.map(({ step }) => step.priceVersion),
    steps.map(({ step }) => step.dimensionId),
    ...boundsOf(steps.map(({ step }) => step.startedAt)),
  );

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
