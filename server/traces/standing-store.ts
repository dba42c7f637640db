import { pool } from "@/server/platform/db";
import { TRACE_COLUMNS, type TraceRow } from "./trace-store";

/** The traces with these ids, in no order. */
export async function findTraces(ids: readonly string[]): Promise<TraceRow[]> {
  const { rows } = await pool().query<TraceRow>({ text: `select ${TRACE_COLUMNS} from trace where id = any($1)`, values: [ids] });
  return rows;
}

/** Lets these traces and runs be told anew. */
export async function forgetStandings(traceIds: readonly string[], runIds: readonly string[]): Promise<void> {
  if (traceIds.length + runIds.length === 0) return;
  await pool().query({
    text: `update trace set stood_at = null where stood_at is not null and id in
      (select id from trace where id = any($1::text[]) union select id from trace where run_id = any($2::text[]))`,
    values: [traceIds, runIds],
  });
}

/** A trace as it was read: what changes it meanwhile changes its version. */
type UntoldRow = TraceRow & { readonly version: string };

/** Traces of which it is not known yet how they stand, those that came last first. */
export async function listUntold(limit: number): Promise<UntoldRow[]> {
  const { rows } = await pool().query<UntoldRow>({
    text: `select ${TRACE_COLUMNS}, xmin::text as version from trace where stood_at is null order by received_at desc limit $1`,
    values: [limit],
  });
  return rows;
}

type Told = {
  readonly id: string;
  readonly version: string;
  readonly gateOutcome: string | null;
  readonly authority: string | null;
};

/** Notes how traces stand; one that changed since it was read is left for the next round. */
export async function noteStandings(told: readonly Told[], now: Date): Promise<number> {
  const { rowCount } = await pool().query({
    text: `update trace t set gate_outcome = n.outcome, authority = n.authority, stood_at = $5::timestamptz
      from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (id, version, outcome, authority) where t.id = n.id and t.xmin::text = n.version`,
    values: [
      told.map(({ id }) => id),
      told.map(({ version }) => version),
      told.map(({ gateOutcome }) => gateOutcome),
      told.map(({ authority }) => authority),
      now,
    ],
  });
  return rowCount ?? 0;
}
