import type { Prisma } from "@/prisma/generated/client";
import type { Position } from "@/server/kernel/cursor";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type RecordRow = Prisma.GovernanceRecordModel;
export type NewRecord = Omit<RecordRow, "endedAt" | "endedById" | "endReason" | "facts"> & { readonly facts: Prisma.InputJsonObject };

export type Filter = {
  readonly id?: string | undefined;
  readonly kind?: string | undefined;
  readonly agentId?: string | undefined;
  readonly isStanding: boolean;
  readonly after: Position | null;
  readonly limit: number;
};

/** Records by when it happened, newest first; one more than asked for. */
export const list = ({ id, kind, agentId, isStanding, after, limit }: Filter): Promise<RecordRow[]> =>
  prisma().governanceRecord.findMany({
    where: {
      ...(id === undefined ? {} : { id }),
      ...(kind === undefined ? {} : { kind }),
      ...(agentId === undefined ? {} : { agentId }),
      ...(isStanding && id === undefined ? { endedAt: null } : {}),
      ...(after === null ? {} : { OR: [{ happenedAt: { lt: after.at } }, { happenedAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ happenedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });

/** Of these records, those in whose place another one stands. */
export const listCorrected = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await prisma().governanceRecord.findMany({ where: { supersedesId: { in: [...ids] } }, select: { supersedesId: true } });
  return new Set(rows.flatMap(({ supersedesId }) => supersedesId ?? []));
};

export const find = (id: string): Promise<RecordRow | null> => prisma().governanceRecord.findUnique({ where: { id } });

/** Lets calls of one key under one idempotency key go one after the other. */
export const lockRequest = (tx: PrismaTx, authorId: string, key: string): Promise<number> =>
  tx.execute("select pg_advisory_xact_lock(hashtextextended('record:' || $1 || ':' || $2, 0))", authorId, key);

export const findRequest = (tx: PrismaTx, authorId: string, idempotencyKey: string): Promise<RecordRow | null> =>
  tx.prisma.governanceRecord.findUnique({ where: { authorId_idempotencyKey: { authorId, idempotencyKey } } });

const COLUMNS = [
  ...["id", "kind", "happened_at", "valid_until", "agent_id", "person_id", "team_id", "facts", "link", "note"],
  ...["author_type", "author_id", "recorded_at", "idempotency_key", "request_hash", "supersedes_id"],
].join(", ");

/** Inserts records, however many, as one value of one statement. */
export async function insert(tx: PrismaTx, rows: readonly NewRecord[]): Promise<void> {
  const values = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    happened_at: row.happenedAt,
    valid_until: row.validUntil,
    agent_id: row.agentId,
    person_id: row.personId,
    team_id: row.teamId,
    facts: row.facts,
    link: row.link,
    note: row.note,
    author_type: row.authorType,
    author_id: row.authorId,
    recorded_at: row.recordedAt,
    idempotency_key: row.idempotencyKey,
    request_hash: row.requestHash,
    supersedes_id: row.supersedesId,
  }));
  const select = `select ${COLUMNS} from jsonb_populate_recordset(null::governance_record, $1::jsonb)`;
  await tx.execute(`insert into governance_record (${COLUMNS}) ${select}`, JSON.stringify(values));
}

/** Ends a record that still counts; false where it does not, or is of another kind or agent. */
export async function end(
  tx: PrismaTx,
  of: { readonly id: string; readonly kind?: string; readonly agentId?: string | null },
  by: { readonly endedById: string; readonly endReason: string | null },
  endedAt: Date,
): Promise<boolean> {
  return (await tx.prisma.governanceRecord.updateMany({ where: { ...of, endedAt: null }, data: { ...by, endedAt } })).count === 1;
}
