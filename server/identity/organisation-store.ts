import type { PrismaTx } from "@/server/platform/tx";

/** Turns the single-operator mode on or off; the organisation's id, or null when it is so already. */
export async function setSingleOperator(tx: PrismaTx, isOn: boolean): Promise<string | null> {
  const found = await tx.prisma.organisation.findFirst({ where: { isSingleOperator: !isOn }, select: { id: true } });
  if (found !== null) await tx.prisma.organisation.update({ where: { id: found.id }, data: { isSingleOperator: isOn } });
  return found?.id ?? null;
}
