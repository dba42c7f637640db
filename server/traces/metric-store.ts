import { pool } from "@/server/platform/db";
import type { Tx } from "@/server/platform/tx";

export type PointRow = {
  readonly id: string;
  readonly metric: string;
  readonly unit: string;
  readonly startAt: string;
  readonly at: string;
  readonly value: number;
  readonly isDelta: boolean;
  readonly attributes: string;
};

/** Stores points, each once; answers how many were new. */
export const insertPoints = (tx: Tx, rows: readonly PointRow[], sourceId: string): Promise<number> =>
  tx.execute(
    `insert into metric_sample (id, metric, unit, start_at, at, value, is_delta, attributes, source_id)
     select u.*, $9 from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::boolean[], $8::jsonb[]) as u
     on conflict (id, at) do nothing`,
    rows.map((row) => row.id),
    rows.map((row) => row.metric),
    rows.map((row) => row.unit),
    rows.map((row) => row.startAt),
    rows.map((row) => row.at),
    rows.map((row) => row.value),
    rows.map((row) => row.isDelta),
    rows.map((row) => row.attributes),
    sourceId,
  );

export type ToldSum = {
  readonly session: string;
  readonly metric: string;
  readonly type: string | null;
  readonly value: number;
  readonly lastAt: Date;
};

/** What sessions of Claude Code counted themselves since a moment: increments added up, running totals at their last word. */
export async function listToldSums(since: Date, limit: number): Promise<ToldSum[]> {
  const { rows } = await pool().query<ToldSum>({
    name: "metrics-told-by-sessions",
    text: `with series as (select attributes->>'session.id' as session, metric, attributes->>'type' as type, attributes, start_at, source_id,
        coalesce(sum(value) filter (where is_delta), 0) + coalesce(max(value) filter (where not is_delta), 0) as value, max(at) as at
      from metric_sample where metric = any($1::text[]) and at >= $2::timestamptz and attributes ? 'session.id'
      group by 1, 2, 3, 4, 5, 6),
      newest as (select session from series group by session order by max(at) desc, session limit $3::int)
      select session, metric, type, sum(value)::float8 as value, max(at) as "lastAt" from series where session in (select session from newest)
      group by 1, 2, 3 order by 1, 2, 3`,
    values: [SESSION_METRICS, since, limit],
  });
  return rows;
}

/** What Claude Code counts of a session. */
const SESSION_METRICS = [
  "claude_code.lines_of_code.count",
  "claude_code.commit.count",
  "claude_code.pull_request.count",
  "claude_code.active_time.total",
  "claude_code.token.usage",
  "claude_code.cost.usage",
];

export type CountedSum = {
  readonly session: string;
  readonly runs: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly reportedPicoUsd: string;
  readonly firstAt: Date;
};

/** What the steps of these sessions add up to, since a moment. */
export async function listCountedSums(sessions: readonly string[], since: Date): Promise<CountedSum[]> {
  const { rows } = await pool().query<CountedSum>({
    name: "traces-counted-by-sessions",
    text: `select conversation_id as session, count(*)::int as runs, sum(input_tokens)::text as "inputTokens", sum(output_tokens)::text as "outputTokens",
        sum(reported_cost_pico_usd)::text as "reportedPicoUsd", min(first_at) as "firstAt"
      from trace where first_at >= $2::timestamptz and conversation_id = any($1::text[]) group by 1`,
    values: [sessions, since],
  });
  return rows;
}
