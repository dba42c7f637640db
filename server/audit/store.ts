import type { Tx } from "@/server/platform/tx";
import { ENTRY_SCHEMA, ENTRY_SCHEMA_VERSION, type NewEntry } from "./core/entry";

export type OutboxRow = { readonly id: string; readonly entry: NewEntry; readonly bytes: Buffer; readonly leaf: Buffer };

const COLUMNS = [
  "id",
  "schema",
  "schema_version",
  "kind",
  "actor_type",
  "actor_id",
  "subject_type",
  "subject_id",
  "action_id",
  "agent_name",
  "occurred_at",
  "recorded_at",
  "bytes",
  "leaf",
] as const;

/** Inserts rows in one statement, whichever kind of transaction is open. */
export async function insertOutbox(tx: Tx, rows: readonly OutboxRow[], recordedAt: Date): Promise<void> {
  const values = rows.flatMap(({ id, entry, bytes, leaf }) => [
    id,
    ENTRY_SCHEMA,
    ENTRY_SCHEMA_VERSION,
    entry.kind,
    entry.actor.type,
    entry.actor.id,
    entry.subject.type,
    entry.subject.id,
    entry.actionId ?? null,
    entry.agentName ?? null,
    entry.occurredAt,
    recordedAt,
    bytes,
    leaf,
  ]);
  const tuples = rows.map((_, row) => `(${COLUMNS.map((_, column) => `$${row * COLUMNS.length + column + 1}`).join(", ")})`);
  await tx.execute(`insert into audit_outbox (${COLUMNS.join(", ")}) values ${tuples.join(", ")}`, ...values);
}
