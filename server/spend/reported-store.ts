import { pool } from "@/server/platform/db";
import type { Moments } from "./explore-store";
import type { REPORTED_REASONS } from "./schema";

export type ReportedRow = {
  readonly reason: (typeof REPORTED_REASONS)[number];
  readonly steps: number;
  readonly reported: string;
  readonly counted: string;
  readonly traces: readonly { readonly traceId: string; readonly spanId: string; readonly differenceMicroUsd: string }[] | null;
};

/**
 * What senders say that steps cost, by why it is not what is counted. What is not counted has no dimension; it is narrowed by
 * agent and team only as its trace is. `same` is where both agree to a micro-USD; of those no steps are named.
 */
export async function countReported(
  { starts, until }: Pick<Moments, "starts" | "until">,
  dimensionIds: readonly number[],
  isNarrowed: boolean,
): Promise<ReportedRow[]> {
  const { rows } = await pool().query<ReportedRow>({
    name: "spend-reported",
    text: `with told as materialized (
        select s.trace_id, s.span_id, s.reported_cost_pico_usd as reported, coalesce(s.cost_pico_usd, 0) as counted, case
          when s.cost_bucket is null then case when s.kind = 'llm' then 'told_twice' else 'container' end
          when s.cost_bucket = 'unpriced' then 'unpriced' when s.cost_bucket in ('missing', 'failed') then 'missing'
          when abs(s.reported_cost_pico_usd - s.cost_pico_usd) < 1000000 then 'same'
          when s.reported_cost_pico_usd > s.cost_pico_usd and coalesce(s.cache_read_tokens, 0) + coalesce(s.cache_write_tokens, 0) > 0 then 'cache'
          else 'rate' end as reason
        from step s where s.started_at >= $1::timestamptz and s.started_at < $2::timestamptz and s.reported_cost_pico_usd is not null
          and (not $4::bool or s.cost_dimension_id = any($3::int[]) or s.cost_dimension_id is null and exists (
            select 1 from step o where o.trace_id = s.trace_id and o.started_at >= $1::timestamptz and o.started_at < $2::timestamptz
              and o.cost_dimension_id = any($3::int[])))),
      sums as (select reason, count(*)::int as steps, sum(reported)::text as reported, sum(counted)::text as counted from told group by reason)
      select s.*, case when s.reason <> 'same' then (
        select json_agg(json_build_object('traceId', trace_id, 'spanId', span_id,
            'differenceMicroUsd', round((counted - reported) / 1000000)::text) order by abs(reported - counted) desc, trace_id, span_id)
        from (select trace_id, span_id, reported, counted from told t where t.reason = s.reason
          order by abs(reported - counted) desc, trace_id, span_id limit 3) largest) end as traces
      from sums s`,
    values: [starts[0], until, dimensionIds, isNarrowed],
  });
  return rows;
}
