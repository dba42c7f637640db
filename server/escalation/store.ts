import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import { type ChainInput, DefinitionSchema, type StoredChain } from "./schema";

export type ChainRow = StoredChain & { readonly archivedAt: Date | null; readonly updatedAt: Date };

type Client = Prisma.TransactionClient;

const definitionOf = async (client: Client, chainId: string, version: number) => {
  const row = await client.escalationChainVersion.findUniqueOrThrow({ where: { chainId_version: { chainId, version } } });
  return DefinitionSchema.parse(row.definition);
};

async function toChain(client: Client, row: Prisma.EscalationChainModel): Promise<ChainRow> {
  const { id, name, version, archivedAt, updatedAt } = row;
  return { id, name, version, archivedAt, updatedAt, ...(await definitionOf(client, id, version)) };
}

export async function listChains(): Promise<ChainRow[]> {
  const client = prisma();
  const rows = await client.escalationChain.findMany({ orderBy: { name: "asc" } });
  return Promise.all(rows.map((row) => toChain(client, row)));
}

export async function findChain(id: string, client: Client = prisma()): Promise<ChainRow | null> {
  const row = await client.escalationChain.findUnique({ where: { id } });
  return row === null ? null : toChain(client, row);
}

/** A chain as it stood in a version; null when there is none. */
export async function findVersion(id: string, version: number): Promise<StoredChain | null> {
  const row = await prisma().escalationChainVersion.findUnique({
    where: { chainId_version: { chainId: id, version } },
    include: { chain: { select: { name: true } } },
  });
  return row === null ? null : { id, version, name: row.chain.name, ...DefinitionSchema.parse(row.definition) };
}

export const listUsableIds = async (ids: readonly string[]): Promise<string[]> =>
  (await prisma().escalationChain.findMany({ where: { id: { in: [...ids] }, archivedAt: null }, select: { id: true } })).map(
    ({ id }) => id,
  );

export const listNames = (ids: readonly string[]) =>
  prisma().escalationChain.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });

/** One at a time gives names, so that two cannot take the same one at the same moment. */
const lockNames = (tx: PrismaTx) => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.chain_names'))");

const insertVersion = (tx: PrismaTx, chainId: string, version: number, chain: ChainInput, byId: string | null, now: Date) => {
  const { name: _, ...definition } = chain;
  return tx.prisma.escalationChainVersion.create({ data: { chainId, version, definition, createdById: byId, createdAt: now } });
};

/** Answers whether the chain went in: a name that is taken, by an archived one too, leaves nothing. */
export async function insertChain(tx: PrismaTx, id: string, chain: ChainInput, byId: string | null, now: Date): Promise<boolean> {
  await lockNames(tx);
  const row = { id, name: chain.name, version: 1, createdAt: now, updatedAt: now };
  const { count } = await tx.prisma.escalationChain.createMany({ data: [row], skipDuplicates: true });
  if (count === 1) await insertVersion(tx, id, 1, chain, byId, now);
  return count === 1;
}

/** Adds a version to a chain that is still as the editor saw it. */
export async function addVersion(
  tx: PrismaTx,
  { id, version, chain }: { readonly id: string; readonly version: number; readonly chain: ChainInput },
  byId: string | null,
  now: Date,
): Promise<"changed" | "stale" | "taken"> {
  await lockNames(tx);
  const other = await tx.prisma.escalationChain.findFirst({ where: { name: chain.name, id: { not: id } }, select: { id: true } });
  if (other !== null) return "taken";
  const { count } = await tx.prisma.escalationChain.updateMany({
    where: { id, version, archivedAt: null },
    data: { name: chain.name, version: { increment: 1 }, updatedAt: now },
  });
  if (count === 1) await insertVersion(tx, id, version + 1, chain, byId, now);
  return count === 1 ? "changed" : "stale";
}

/** Takes a chain out of use, or back. */
export async function archiveChain(tx: PrismaTx, id: string, archivedAt: Date | null, now: Date): Promise<boolean> {
  const where = { id, archivedAt: archivedAt === null ? { not: null } : null };
  return (await tx.prisma.escalationChain.updateMany({ where, data: { archivedAt, updatedAt: now } })).count === 1;
}
