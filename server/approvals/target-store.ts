import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import type { TargetInput } from "./escalation-schema";

export const listTargetRows = () => prisma().slaTarget.findMany();

/** Sets the target of a risk tier that is still as the editor saw it; revision 0 is one that was never set. */
export async function saveTarget(tx: PrismaTx, { riskTier, revision, ...target }: TargetInput, now: Date): Promise<boolean> {
  const row = { ...target, updatedAt: now };
  if (revision === 0) return (await tx.prisma.slaTarget.createMany({ data: [{ ...row, riskTier }], skipDuplicates: true })).count === 1;
  const { count } = await tx.prisma.slaTarget.updateMany({
    where: { riskTier, revision },
    data: { ...row, revision: { increment: 1 } },
  });
  return count === 1;
}
