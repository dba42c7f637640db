import { pool } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import type { PgTx, Tx } from "@/server/platform/tx";

/** Notes that the decisions of these actions changed, for the stream; the sequencer numbers them later. */
export async function insertEvents(
  tx: Tx,
  events: readonly { readonly actionId: string; readonly apiKeyId: string }[],
  now: Date,
): Promise<void> {
  if (events.length === 0) return;
  const values = events.flatMap(({ actionId, apiKeyId }) => [newId("event"), actionId, apiKeyId]);
  const tuples = events.map((_, i) => `($${i * 3 + 2}, $${i * 3 + 3}, $${i * 3 + 4}, $1::timestamptz)`);
  await tx.execute(`insert into action_event (id, action_id, api_key_id, created_at) values ${tuples.join(", ")}`, now, ...values);
}

/** Numbers up to a thousand events in the order in which they became visible; one process at a time does it. */
export async function numberEvents(tx: PgTx): Promise<number> {
  const [lock] = await tx.rows<{ got: boolean }>("select pg_try_advisory_xact_lock(hashtextextended('action_event.sequencer', 0)) as got");
  if (lock?.got !== true) return 0;
  return tx.execute(
    `update action_event e set seq = numbered.seq from (
       select id, (select coalesce(max(seq), 0) from action_event) + row_number() over (order by created_at, id) as seq
       from (select id, created_at from action_event where seq is null order by created_at limit 1000) unnumbered
     ) numbered where e.id = numbered.id`,
  );
}

/** The number of the newest event that has one. */
export async function lastEvent(): Promise<bigint> {
  const { rows } = await pool().query<{ seq: string | null }>({ name: "last-event", text: "select max(seq) as seq from action_event" });
  return BigInt(rows[0]?.seq ?? 0);
}

/** Events of one key after a number, in order. */
export async function listEvents(apiKeyId: string, after: bigint, limit: number): Promise<readonly { seq: bigint; actionId: string }[]> {
  const { rows } = await pool().query<{ seq: string; action_id: string }>({
    name: "events-after",
    text: "select seq, action_id from action_event where api_key_id = $1 and seq > $2 order by seq limit $3",
    values: [apiKeyId, String(after), limit],
  });
  return rows.map((row) => ({ seq: BigInt(row.seq), actionId: row.action_id }));
}
