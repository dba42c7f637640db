import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type WaiverRecord = Prisma.MaturityWaiverModel;
export type ExclusionRecord = Prisma.MaturityExclusionModel;

const on = (tx: PrismaTx | null) => tx?.prisma ?? prisma();
const of = (criterion: string | undefined) => (criterion === undefined ? {} : { criterion });

export const insertWaiver = (tx: PrismaTx, row: Prisma.MaturityWaiverUncheckedCreateInput) =>
  tx.prisma.maturityWaiver.create({ data: row });

/** Waivers that stand at a moment, the one that ends last of each criterion last. */
export const listStandingWaivers = (tx: PrismaTx | null, at: Date): Promise<WaiverRecord[]> =>
  on(tx).maturityWaiver.findMany({
    where: { at: { lte: at }, until: { gt: at }, OR: [{ revokedAt: null }, { revokedAt: { gt: at } }] },
    orderBy: { until: "asc" },
  });

/** Every waiver, or those of a criterion, newest first. */
export const listWaivers = (criterion?: string): Promise<WaiverRecord[]> =>
  prisma().maturityWaiver.findMany({ where: of(criterion), orderBy: { id: "desc" }, take: 200 });

export const findWaiver = (id: string): Promise<WaiverRecord | null> => prisma().maturityWaiver.findUnique({ where: { id } });

/** Revokes a waiver once, while it stands. */
export async function revokeWaiver(tx: PrismaTx, id: string, revokedById: string, revokedAt: Date): Promise<boolean> {
  const where = { id, revokedAt: null, until: { gt: revokedAt } };
  return (await tx.prisma.maturityWaiver.updateMany({ where, data: { revokedAt, revokedById } })).count > 0;
}

/** Proposes that a criterion does not apply; false where that is proposed or confirmed already. */
export async function insertExclusion(tx: PrismaTx, row: Prisma.MaturityExclusionUncheckedCreateInput): Promise<boolean> {
  return (await tx.prisma.maturityExclusion.createMany({ data: [row], skipDuplicates: true })).count > 0;
}

/** Exclusions that two people stand for at a moment. */
export const listConfirmed = (tx: PrismaTx | null, at: Date): Promise<ExclusionRecord[]> =>
  on(tx).maturityExclusion.findMany({ where: { confirmedAt: { lte: at }, OR: [{ endedAt: null }, { endedAt: { gt: at } }] } });

/** Every exclusion, or those of a criterion, newest first. */
export const listExclusions = (criterion?: string): Promise<ExclusionRecord[]> =>
  prisma().maturityExclusion.findMany({ where: of(criterion), orderBy: { id: "desc" }, take: 200 });

export const findExclusion = (id: string): Promise<ExclusionRecord | null> => prisma().maturityExclusion.findUnique({ where: { id } });

/** Confirms what somebody else proposed, once. */
export async function confirmExclusion(tx: PrismaTx, id: string, confirmedById: string, confirmedAt: Date): Promise<boolean> {
  const where = { id, confirmedAt: null, endedAt: null, proposedById: { not: confirmedById } };
  return (await tx.prisma.maturityExclusion.updateMany({ where, data: { confirmedAt, confirmedById } })).count > 0;
}

/** Ends an exclusion, confirmed or not, once. */
export async function endExclusion(tx: PrismaTx, id: string, endedById: string, endedAt: Date): Promise<boolean> {
  return (await tx.prisma.maturityExclusion.updateMany({ where: { id, endedAt: null }, data: { endedAt, endedById } })).count > 0;
}
