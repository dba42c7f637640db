import type { Prisma } from "@/prisma/generated/client";
import type { Position } from "@/server/kernel/cursor";
import { prisma } from "@/server/platform/db";
import type { Tx } from "@/server/platform/tx";
import { ENTRY_SCHEMA, ENTRY_SCHEMA_VERSION, type EntryActor, type EntryValue, type NewEntry } from "./core/entry";
import type { EntryFilter } from "./schema";

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

export type EntryRow = {
  readonly id: string;
  readonly kind: string;
  readonly actor: EntryActor;
  readonly subject: { readonly type: string; readonly id: string };
  readonly actionId: string | null;
  readonly agentName: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly data: { readonly [key: string]: EntryValue };
  readonly canonical: string;
  readonly leaf: Buffer;
};

/** What is shown is read from the bytes that are proved, not from the columns that only help to find them. */
function toRow(row: Prisma.AuditOutboxModel): EntryRow {
  const canonical = Buffer.from(row.bytes).toString("utf8");
  const { id, kind, actor, subject, actionId, agentName, data } = JSON.parse(canonical) as Omit<EntryRow, "canonical">;
  const { occurredAt, recordedAt } = row;
  return { id, kind, actor, subject, actionId, agentName, occurredAt, recordedAt, data, canonical, leaf: Buffer.from(row.leaf) };
}

/** A page of entries that fit the filter, newest first, after a position. */
export async function listPage(filter: EntryFilter, after: Position | null, limit: number): Promise<EntryRow[]> {
  const isNoun = filter.kind !== undefined && !filter.kind.includes(".");
  const rows = await prisma().auditOutbox.findMany({
    where: {
      kind: isNoun ? { startsWith: `${filter.kind}.` } : filter.kind,
      ...(filter.who === "system" ? { actorType: "system" } : { actorId: filter.who }),
      agentName: filter.agent,
      actionId: filter.actionId,
      occurredAt: { gte: filter.from, lt: filter.to },
      AND: after ? [{ occurredAt: { lte: after.at } }, { NOT: { occurredAt: after.at, id: { gte: after.id } } }] : [],
    },
    orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toRow);
}

/** The entries of one action in order. */
export async function listOfAction(actionId: string, limit: number): Promise<EntryRow[]> {
  const rows = await prisma().auditOutbox.findMany({ where: { actionId }, orderBy: [{ occurredAt: "asc" }, { id: "asc" }], take: limit });
  return rows.map(toRow);
}

/** One entry, or null. */
export async function findEntry(id: string): Promise<EntryRow | null> {
  const row = await prisma().auditOutbox.findUnique({ where: { id } });
  return row && toRow(row);
}

/** The entry of one kind about one thing at one moment, or null. */
export async function findEntryAbout(about: { kinds: readonly string[]; subjectId: string; occurredAt: Date }): Promise<EntryRow | null> {
  const { kinds, subjectId, occurredAt } = about;
  const row = await prisma().auditOutbox.findFirst({ where: { kind: { in: [...kinds] }, subjectId, occurredAt }, orderBy: { id: "asc" } });
  return row && toRow(row);
}
