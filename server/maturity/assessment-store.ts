import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type RoundRecord = Prisma.MaturityRoundGetPayload<{ include: { assessments: true } }>;
const include = { assessments: { orderBy: { place: "asc" } } } as const;

const on = (tx: PrismaTx | null) => tx?.prisma ?? prisma();

/** The newest round of each subject in which both verdicts are in. */
export const listStanding = (tx: PrismaTx | null, until: Date): Promise<RoundRecord[]> =>
  on(tx).maturityRound.findMany({
    where: { completedAt: { lte: until } },
    distinct: ["subject"],
    orderBy: [{ subject: "asc" }, { completedAt: "desc" }, { id: "desc" }],
    include,
  });

/** Every round, or those of a subject, newest first. */
export const listRounds = (subject?: string): Promise<RoundRecord[]> =>
  prisma().maturityRound.findMany({ where: subject === undefined ? {} : { subject }, orderBy: { id: "desc" }, take: 200, include });

export const findRound = (id: string, tx: PrismaTx | null = null): Promise<RoundRecord | null> =>
  on(tx).maturityRound.findUnique({ where: { id }, include });

/** The round of a subject that waits for its second verdict. */
export const findOpen = (tx: PrismaTx, subject: string): Promise<RoundRecord | null> =>
  tx.prisma.maturityRound.findFirst({ where: { subject, completedAt: null }, include });

/** Opens a round; false where one is open already. */
export async function openRound(tx: PrismaTx, round: { id: string; subject: string; openedAt: Date }): Promise<boolean> {
  const { count } = await tx.prisma.maturityRound.createMany({ data: [round], skipDuplicates: true });
  return count > 0;
}

/** Writes a verdict down; false where its place or its author is taken. */
export async function insertAssessment(tx: PrismaTx, row: Prisma.MaturityAssessmentUncheckedCreateInput): Promise<boolean> {
  const { count } = await tx.prisma.maturityAssessment.createMany({ data: [row], skipDuplicates: true });
  return count > 0;
}

export async function completeRound(tx: PrismaTx, id: string, completedAt: Date): Promise<boolean> {
  const { count } = await tx.prisma.maturityRound.updateMany({ where: { id, completedAt: null }, data: { completedAt } });
  return count > 0;
}

type Resolution = { readonly resolved: number; readonly resolvedById: string; readonly resolvedAt: Date; readonly resolution: string };

/** Settles a difference once. */
export async function resolveRound(tx: PrismaTx, id: string, resolution: Resolution): Promise<boolean> {
  const { count } = await tx.prisma.maturityRound.updateMany({
    where: { id, completedAt: { not: null }, resolved: null },
    data: resolution,
  });
  return count > 0;
}
