import { pool } from "@/server/platform/db";

/** As much of an action as a step of a trace is held against. */
export type TracedAction = {
  readonly id: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly runId: string | null;
  readonly consumedAt: Date | null;
};

const COLUMNS = `id, agent_name as "agentName", tool_name as "toolName", trace_id as "traceId", span_id as "spanId", run_id as "runId", consumed_at as "consumedAt"`;
const MOST = 2_000;

/** Over the plain pool: telemetry is stored as fast as it comes, and this is part of it. */
export async function listTraced(ids: readonly string[], traceIds: readonly string[], runIds: readonly string[]): Promise<TracedAction[]> {
  const { rows } = await pool().query<TracedAction>({
    name: "actions-traced",
    text: `select ${COLUMNS} from action where id = any($1)
      union select ${COLUMNS} from action where trace_id = any($2)
      union select ${COLUMNS} from action where run_id = any($3) limit ${MOST}`,
    values: [ids, traceIds, runIds],
  });
  return rows;
}

/** Traces and runs. */
export type Places = { readonly traceIds: readonly string[]; readonly runIds: readonly string[] };

/** Where actions belong that were proposed or consumed since a moment. */
export async function listChanged(since: Date): Promise<Places> {
  const { rows } = await pool().query<{ traceIds: string[] | null; runIds: string[] | null }>({
    name: "actions-changed",
    text: `select array_agg(distinct trace_id) filter (where trace_id is not null) as "traceIds",
        array_agg(distinct run_id) filter (where run_id is not null) as "runIds"
      from (select trace_id, run_id from action where created_at >= $1
        union select trace_id, run_id from action where consumed_at >= $1 and (trace_id is not null or run_id is not null)) changed`,
    values: [since],
  });
  return { traceIds: rows[0]?.traceIds ?? [], runIds: rows[0]?.runIds ?? [] };
}
