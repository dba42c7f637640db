import { pool } from "@/server/platform/db";
import { TRACE_COLUMNS, type TraceRow } from "./trace-store";

/** The traces with these ids, in no order. */
export async function findTraces(ids: readonly string[]): Promise<TraceRow[]> {
  const { rows } = await pool().query<TraceRow>({ text: `select ${TRACE_COLUMNS} from trace where id = any($1)`, values: [ids] });
  return rows;
}

/** The traces with these ids, and those of these runs, in no order. */
export async function findTracesOf(traceIds: readonly string[], runIds: readonly string[]): Promise<TraceRow[]> {
  if (traceIds.length + runIds.length === 0) return [];
  const { rows } = await pool().query<TraceRow>({
    text: `select ${TRACE_COLUMNS} from trace where id in
      (select id from trace where id = any($1::text[]) union select id from trace where run_id = any($2::text[]))`,
    values: [traceIds, runIds],
  });
  return rows;
}

/** Until where traces were looked at, by when their last steps came. */
export type LookedAt = { readonly receivedAt: Date; readonly id: string };
export type Untold = LookedAt & { readonly runId: string | null; readonly isMarked: boolean };

/** Traces of which the gate has told nothing, by when their last steps came: those after a place, at most `limit`. */
export async function listUntold(after: LookedAt, limit: number): Promise<Untold[]> {
  const { rows } = await pool().query<Untold>({
    name: "traces-untold",
    text: `select id, run_id as "runId", received_at as "receivedAt", gate_outcome is not null or authority is not null as "isMarked"
      from trace where stood_at is null and received_at >= $1::timestamptz and (received_at, id) > ($1::timestamptz, $2::text)
      order by received_at, id limit $3`,
    values: [after.receivedAt, after.id, limit],
  });
  return rows;
}

type Told = {
  readonly id: string;
  readonly runId: string | null;
  readonly gateOutcome: string | null;
  readonly authority: string | null;
};

/** Notes how traces stand by the gate's word. One that names another run since it was read is left: it is looked at again. */
export async function noteStandings(told: readonly Told[], now: Date): Promise<number> {
  const { rowCount } = await pool().query({
    text: `update trace t set gate_outcome = n.outcome, authority = n.authority, stood_at = $5::timestamptz
      from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (id, run_id, outcome, authority)
      where t.id = n.id and t.run_id is not distinct from n.run_id
        and (t.stood_at is null or (t.gate_outcome, t.authority) is distinct from (n.outcome, n.authority))`,
    values: [
      told.map(({ id }) => id),
      told.map(({ runId }) => runId),
      told.map(({ gateOutcome }) => gateOutcome),
      told.map(({ authority }) => authority),
      now,
    ],
  });
  return rowCount ?? 0;
}
