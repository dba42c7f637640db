import { pool } from "@/server/platform/db";
import type { TraceRow } from "./trace-store";

export type ExportRow = {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly startedAt: string;
  readonly startedUs: string;
  readonly endedUs: string | null;
  readonly status: string;
  /** Null once it is past its retention. */
  readonly span: string | null;
};

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::int8::text`;

/** Steps of a trace with their spans by start, page by page after a place. */
export async function listExported(
  trace: Pick<TraceRow, "id" | "firstAt" | "lastAt">,
  after: Pick<ExportRow, "startedAt" | "spanId"> | null,
  limit: number,
): Promise<ExportRow[]> {
  const { rows } = await pool().query<ExportRow>({
    name: "steps-to-export",
    text: `select s.span_id as "spanId", s.parent_id as "parentId", s.name, to_json(s.started_at)#>>'{}' as "startedAt",
        ${micros("s.started_at")} as "startedUs", ${micros("s.ended_at")} as "endedUs", s.status, p.span
      from step s left join step_payload p on p.trace_id = s.trace_id and p.span_id = s.span_id and p.started_at = s.started_at
      where s.trace_id = $1 and s.started_at >= $2 and s.started_at <= $3 and (s.started_at, s.span_id) > ($4::timestamptz, $5)
      order by s.started_at, s.span_id limit $6`,
    values: [
      trace.id,
      new Date(trace.firstAt.getTime() - 1),
      new Date(trace.lastAt.getTime() + 1),
      after?.startedAt ?? "-infinity",
      after?.spanId ?? "",
      limit,
    ],
  });
  return rows;
}
