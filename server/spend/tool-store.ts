import { pool } from "@/server/platform/db";
import type { ToolCell } from "./core/tools";
import type { Moments } from "./explore-store";

/** So many of the newest runs are read step by step: enough for weeks of most installations, and never a full scan. */
export const MOST_TRACES = 20_000;

/** From when on steps are read: the beginning of the oldest of the newest runs; null where all of them are. */
export async function readFrom(from: Date, until: Date, most = MOST_TRACES): Promise<Date | null> {
  const { rows } = await pool().query<{ at: Date }>({
    name: "spend-read-from",
    text: `select first_at as at from trace where first_at >= $1::timestamptz and first_at < $2::timestamptz
      order by first_at desc, id desc offset $3 limit 1`,
    values: [from, until, most],
  });
  return rows[0]?.at ?? null;
}

type Row = Pick<ToolCell, "tool" | "calls" | "dimensionId"> & {
  readonly day: number;
  readonly input: string;
  readonly output: string;
  readonly cost: string;
};

/**
 * What priced calls of models cost by the tools that their run called since the call before: a call after two tools stands
 * under each with half of its cost. Days before those looked at have no number.
 */
export async function countByTool(
  { starts, until }: Pick<Moments, "starts" | "until">,
  from: Date,
  to: Date,
  dimensionIds: readonly number[],
): Promise<ToolCell[]> {
  const { rows } = await pool().query<Row>({
    name: "spend-by-tool",
    text: `with told as materialized (
        select s.trace_id, s.kind, s.tool_name, s.started_at, s.cost_bucket, s.cost_dimension_id, s.cost_pico_usd, s.input_tokens, s.output_tokens,
          count(*) filter (where s.kind <> 'tool') over (partition by s.trace_id order by s.started_at, s.span_id rows between unbounded preceding and 1 preceding) as turn
        from step s where s.started_at >= $2::timestamptz and s.started_at < $3::timestamptz and (s.kind = 'tool' or s.cost_bucket is not null)),
      tools as (select trace_id, turn, array_agg(distinct tool_name) as names from told where kind = 'tool' and tool_name is not null group by 1, 2)
      select name as tool, c.cost_dimension_id as "dimensionId", width_bucket(c.started_at, $1::timestamptz[]) - 1 as day, count(*)::int as calls,
        round(sum(c.cost_pico_usd / cardinality(names)))::text as cost,
        round(sum(coalesce(c.input_tokens, 0)::numeric / cardinality(names)))::text as input,
        round(sum(coalesce(c.output_tokens, 0)::numeric / cardinality(names)))::text as output
      from told c join tools using (trace_id, turn), unnest(names) name
      where c.kind <> 'tool' and c.cost_bucket = 'priced' and c.cost_dimension_id = any($4::int[]) group by 1, 2, 3`,
    values: [[...starts, until].map((at) => at.toISOString()), from, to, dimensionIds],
  });
  return rows.map(({ tool, dimensionId, day, calls, input, output, cost }) => ({
    tool,
    dimensionId,
    calls,
    day: day < 0 ? null : day,
    inputTokens: BigInt(input),
    outputTokens: BigInt(output),
    costPicoUsd: BigInt(cost),
  }));
}
