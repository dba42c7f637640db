import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export const insertReview = (tx: PrismaTx, data: Prisma.SoloReviewUncheckedCreateInput) => tx.prisma.soloReview.create({ data });
/** What waits for a look, the oldest first, then what was looked at. */
export const listReviews = (take: number) =>
  prisma().soloReview.findMany({ orderBy: [{ reviewedAt: { sort: "desc", nulls: "first" } }, { createdAt: "asc" }], take });
export const findReview = (tx: PrismaTx, id: string) => tx.prisma.soloReview.findUnique({ where: { id } });
export async function closeReview(
  tx: PrismaTx,
  { id, personId, note }: { readonly id: string; readonly personId: string; readonly note: string },
  now: Date,
): Promise<boolean> {
  const data = { reviewedAt: now, reviewedById: personId, note: note || null };
  return (await tx.prisma.soloReview.updateMany({ where: { id, reviewedAt: null }, data })).count === 1;
}
