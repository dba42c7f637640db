import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import type { LoopLimitInput } from "./schema";

/** The key of the row that holds for every agent without one of its own: no agent can be called so. */
const EVERYONE = "";

const COLUMNS = { agentName: true, isOn: true, windowMinutes: true, sameCall: true, sameTool: true, revision: true } as const;

export async function listLimitRows() {
  const rows = await prisma().loopLimit.findMany({ select: COLUMNS, orderBy: { agentName: "asc" } });
  return rows.map(({ agentName, ...row }) => ({ ...row, agent: agentName === EVERYONE ? null : agentName }));
}

/** Sets a limit that is still as the editor saw it. */
export async function saveLimit(tx: PrismaTx, { agent, revision, ...limit }: LoopLimitInput, now: Date): Promise<boolean> {
  const agentName = agent ?? EVERYONE;
  const row = { ...limit, updatedAt: now };
  if (revision === 0) return (await tx.prisma.loopLimit.createMany({ data: [{ ...row, agentName }], skipDuplicates: true })).count === 1;
  const { count } = await tx.prisma.loopLimit.updateMany({
    where: { agentName, revision },
    data: { ...row, revision: { increment: 1 } },
  });
  return count === 1;
}

/** Lets an agent fall under the limit of everyone again. */
export const dropLimit = async (tx: PrismaTx, agentName: string, revision: number): Promise<boolean> =>
  (await tx.prisma.loopLimit.deleteMany({ where: { agentName, revision } })).count === 1;
