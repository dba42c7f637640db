import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";

/** Delegations to this person that hold at a moment. */
export const listDelegationsTo = (toId: string, now: Date) =>
  prisma().delegation.findMany({
    where: { toId, endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
    orderBy: { createdAt: "asc" },
  });

/** One delegation is decided on at a time, so that no two close a circle together. */
export const lockDelegations = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.delegations'))");
/** Delegations that hold or will, the next to begin first. */
export const listDelegations = (now: Date, tx?: PrismaTx) =>
  (tx?.prisma ?? prisma()).delegation.findMany({
    where: { endedAt: null, endsAt: { gt: now } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  });
export const insertDelegation = (tx: PrismaTx, data: Prisma.DelegationUncheckedCreateInput) => tx.prisma.delegation.create({ data });
export async function endDelegation(tx: PrismaTx, id: string, byId: string, now: Date): Promise<boolean> {
  const data = { endedAt: now, endedById: byId };
  return (await tx.prisma.delegation.updateMany({ where: { id, endedAt: null, endsAt: { gt: now } }, data })).count === 1;
}
