import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type NonceRow = {
  readonly nonce: string;
  readonly approvalId: string;
  readonly personId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export const insertNonce = (row: NonceRow) => prisma().stepUpNonce.create({ data: row });

export const findNonce = (tx: PrismaTx, nonce: string) => tx.prisma.stepUpNonce.findUnique({ where: { nonce } });

/** Uses a nonce up; false when somebody was first, or it is over. */
export async function spendNonce(tx: PrismaTx, nonce: string, now: Date): Promise<boolean> {
  const where = { nonce, usedAt: null, expiresAt: { gt: now } };
  return (await tx.prisma.stepUpNonce.updateMany({ where, data: { usedAt: now } })).count === 1;
}

export const dropOldNonces = (before: Date) => prisma().stepUpNonce.deleteMany({ where: { expiresAt: { lt: before } } });

/** The step-up that is kept with a vote; undefined when there is no such vote. */
export const findStepUp = async (voteId: string): Promise<unknown> =>
  (await prisma().vote.findUnique({ where: { id: voteId }, select: { stepUp: true } }))?.stepUp;
