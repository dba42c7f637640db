import type { PgTx, Tx } from "@/server/platform/tx";
import type { Commitments } from "./core/redaction/kept";

export type EventRow = {
  readonly id: string;
  readonly traceId: string;
  readonly at: string;
  readonly spanId: string | null;
  readonly name: string;
  readonly requestId: string | null;
  readonly toolCallId: string | null;
  readonly costPicoUsd: string | null;
  readonly content: string;
  /** What was taken out of its name and content. */
  readonly redaction: Commitments | null;
};

/** Steps and events of one trace that tell of each other are stored one batch after the other, whichever comes first. */
export const lockTracesOfEvents = (tx: Tx, traceIds: readonly string[]): Promise<number> =>
  tx.execute(
    "select pg_advisory_xact_lock(hashtextextended('trace.events:' || id, 0)) from unnest($1::text[]) as u (id)",
    [...new Set(traceIds)].sort(),
  );

/** Stores events, each once; answers which were new. */
export const insertEvents = (tx: PgTx, rows: readonly EventRow[]): Promise<{ id: string }[]> =>
  tx.rows(
    `insert into step_event (id, trace_id, at, span_id, name, request_id, tool_call_id, cost_pico_usd, content)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::numeric[], $9::text[])
     on conflict do nothing returning id`,
    rows.map((row) => row.id),
    rows.map((row) => row.traceId),
    rows.map((row) => row.at),
    rows.map((row) => row.spanId),
    rows.map((row) => row.name),
    rows.map((row) => row.requestId),
    rows.map((row) => row.toolCallId),
    rows.map((row) => row.costPicoUsd),
    rows.map((row) => row.content),
  );

/** Around which moments to look: PostgreSQL then looks into the partitions of those days alone. */
export type Around = { readonly from: Date; readonly to: Date };

/** What the requests of these traces cost, as events told. */
export const listCosts = (
  tx: PgTx,
  traceIds: readonly string[],
  { from, to }: Around,
): Promise<{ traceId: string; requestId: string; cost: string }[]> =>
  tx.rows(
    `select trace_id as "traceId", request_id as "requestId", min(cost_pico_usd)::text as cost from step_event
     where trace_id = any($1::text[]) and at >= $2::timestamptz and at <= $3::timestamptz and request_id is not null and cost_pico_usd is not null group by 1, 2`,
    [...new Set(traceIds)],
    from,
    to,
  );

/** Gives the steps of model calls the cost that events told of their requests, once, and their traces with them. */
export const spreadCosts = (tx: Tx, traceIds: readonly string[], { from, to }: Around): Promise<number> =>
  tx.execute(
    `with told as (select trace_id, request_id, min(cost_pico_usd) as cost from step_event
       where trace_id = any($1::text[]) and at >= $2::timestamptz and at <= $3::timestamptz and request_id is not null and cost_pico_usd is not null
       group by 1, 2),
     priced as (update step s set reported_cost_pico_usd = told.cost from told
       where s.trace_id = told.trace_id and s.started_at >= $2::timestamptz and s.started_at <= $3::timestamptz
         and s.response_id = told.request_id and s.kind = 'llm' and s.reported_cost_pico_usd is null
       returning s.trace_id, told.cost, s.started_at, s.cost_bucket, s.cost_dimension_id),
     reported as (insert into cost_delta (cause, hour, dimension_id, bucket, calls, input_tokens, cache_read_tokens, cache_write_5m_tokens,
         cache_write_1h_tokens, output_tokens, reasoning_tokens, input_pico_usd, cache_read_pico_usd, cache_write_5m_pico_usd,
         cache_write_1h_pico_usd, output_pico_usd, reasoning_pico_usd, reported_pico_usd)
       select 'ingest', date_trunc('hour', started_at, 'UTC'), cost_dimension_id, cost_bucket, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(cost)
       from priced where cost_bucket is not null group by 2, 3, 4)
     update trace t set reported_cost_pico_usd = t.reported_cost_pico_usd + p.cost
     from (select trace_id, sum(cost) as cost from priced group by trace_id) p where t.id = p.trace_id`,
    [...new Set(traceIds)],
    from,
    to,
  );
