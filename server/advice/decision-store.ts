import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import type { Sample } from "./core/compare";

export type Evidence = {
  readonly days: number;
  readonly marginBasisPoints: number;
  readonly from: Sample;
  readonly to: Sample;
};

type NewDecision = {
  readonly id: string;
  readonly taskClass: string;
  readonly fromModel: string;
  readonly toModel: string;
  readonly verdict: "accepted" | "declined";
  readonly share: number;
  readonly reason: string;
  readonly byId: string;
  readonly at: Date;
  readonly evidence: Evidence;
};

export const insertDecision = (tx: PrismaTx, row: NewDecision) => tx.prisma.routingDecision.create({ data: row });

const MOST_DECISIONS = 500;

/** What was decided, the newest first. */
export const listDecisions = () => prisma().routingDecision.findMany({ orderBy: [{ at: "desc" }, { id: "desc" }], take: MOST_DECISIONS });
export type DecisionRow = Awaited<ReturnType<typeof listDecisions>>[number];

export const listMargins = () => prisma().adviceMargin.findMany();

/** Sets a margin that is still as the editor saw it. */
export async function saveMargin(tx: PrismaTx, taskClass: string, basisPoints: number, revision: number, now: Date): Promise<boolean> {
  const row = { basisPoints, updatedAt: now };
  if (revision === 0) return (await tx.prisma.adviceMargin.createMany({ data: [{ ...row, taskClass }], skipDuplicates: true })).count === 1;
  const { count } = await tx.prisma.adviceMargin.updateMany({
    where: { taskClass, revision },
    data: { ...row, revision: { increment: 1 } },
  });
  return count === 1;
}
