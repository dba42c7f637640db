import { pool } from "@/server/platform/db";
import type { TraceRow } from "./trace-store";

export type SpokenRow = {
  readonly spanId: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly responseId: string | null;
  /** Null once it is past its retention. */
  readonly span: string | null;
};

type Span = Pick<TraceRow, "id" | "firstAt" | "lastAt">;

/** The payloads of these steps of a trace. */
export async function listPayloads(trace: Span, spanIds: readonly string[]): Promise<SpokenRow[]> {
  const { rows } = await pool().query<SpokenRow>({
    text: `select s.span_id as "spanId", s.kind, s.parent_id as "parentId", s.response_id as "responseId", p.span
      from step s left join step_payload p on p.trace_id = s.trace_id and p.span_id = s.span_id and p.started_at = s.started_at
      where s.trace_id = $1 and s.span_id = any($2::text[]) and s.started_at >= $3 and s.started_at <= $4`,
    values: [trace.id, spanIds, new Date(trace.firstAt.getTime() - 1), new Date(trace.lastAt.getTime() + 1)],
  });
  return rows;
}

export type SaidRow = {
  readonly name: string;
  readonly spanId: string | null;
  readonly requestId: string | null;
  readonly content: string;
};

const DAY_MS = 86_400_000;

/** What log records tell of these steps and requests was said: the words of whoever asked, and the model's. */
export async function listSaid(trace: Span, spanIds: readonly string[], requestIds: readonly string[]): Promise<SaidRow[]> {
  const { rows } = await pool().query<SaidRow>({
    text: `select name, span_id as "spanId", request_id as "requestId", content from step_event
      where trace_id = $1 and at >= $4 and at <= $5 and name in ('user_prompt', 'assistant_response')
        and (span_id = any($2::text[]) or request_id = any($3::text[])) order by at, id limit 500`,
    values: [trace.id, spanIds, requestIds, new Date(trace.firstAt.getTime() - DAY_MS), new Date(trace.lastAt.getTime() + DAY_MS)],
  });
  return rows;
}
