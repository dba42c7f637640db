import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import type { Verdict } from "./core/verdict";

export const insertReview = (tx: PrismaTx, data: Prisma.SoloReviewUncheckedCreateInput) => tx.prisma.soloReview.create({ data });
/** What waits for a look, the oldest first, then what was looked at. */
export const listReviews = (take: number) =>
  prisma().soloReview.findMany({ orderBy: [{ reviewedAt: { sort: "desc", nulls: "first" } }, { createdAt: "asc" }], take });
export const countOpen = async (personId: string): Promise<{ open: number; own: number }> => {
  const where = { reviewedAt: null };
  const [open, own] = await Promise.all([
    prisma().soloReview.count({ where }),
    prisma().soloReview.count({ where: { ...where, personId } }),
  ]);
  return { open, own };
};

/** The votes of this list with what they were about. */
export const listVotes = async (ids: readonly string[]) => {
  const votes = await prisma().vote.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      verdict: true,
      reason: true,
      approval: { select: { id: true, actionId: true, agentName: true, toolName: true, title: true } },
    },
  });
  return votes.map(({ approval: { id: approvalId, ...approval }, ...vote }) => ({
    ...vote,
    verdict: vote.verdict as Verdict,
    approvalId,
    ...approval,
  }));
};

export const findReview = (tx: PrismaTx, id: string) => tx.prisma.soloReview.findUnique({ where: { id } });
export async function closeReview(
  tx: PrismaTx,
  { id, personId, note }: { readonly id: string; readonly personId: string; readonly note: string },
  now: Date,
): Promise<boolean> {
  const data = { reviewedAt: now, reviewedById: personId, note: note || null };
  return (await tx.prisma.soloReview.updateMany({ where: { id, reviewedAt: null }, data })).count === 1;
}
