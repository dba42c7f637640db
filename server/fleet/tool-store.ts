import { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

const WITH_AGENTS = {
  agents: { select: { agent: { select: { name: true, state: true } } }, orderBy: { agent: { name: "asc" } } },
} as const;

/** Every tool by name, with the agents that it is granted to. */
export const listTools = () => prisma().tool.findMany({ include: WITH_AGENTS, orderBy: { name: "asc" } });
export const findTool = (name: string) => prisma().tool.findUnique({ where: { name }, include: WITH_AGENTS });
export const listToolsByName = (names: readonly string[]) => prisma().tool.findMany({ where: { name: { in: [...names] } } });
export const listSensitiveTools = () => prisma().tool.findMany({ where: { sensitiveArgs: { isEmpty: false } } });
export const findArchivedTool = (tx: PrismaTx, ids: readonly string[]) =>
  tx.prisma.tool.findFirst({ where: { id: { in: [...ids] }, archivedAt: { not: null } }, select: { name: true } });
export type FullTool = NonNullable<Awaited<ReturnType<typeof findTool>>>;

/** Inserts a tool; false when the name is taken. */
export const insertTool = async (tx: PrismaTx, data: Prisma.ToolCreateManyInput): Promise<boolean> =>
  (await tx.prisma.tool.createMany({ data: [data], skipDuplicates: true })).count === 1;

/** Writes a tool if it still is as `where` says. */
export async function updateTool(tx: PrismaTx, where: Prisma.ToolWhereInput, data: Prisma.ToolUncheckedUpdateManyInput): Promise<boolean> {
  const { count } = await tx.prisma.tool.updateMany({ where, data: { ...data, revision: { increment: 1 } } });
  return count === 1;
}

/** A JSON column's value: no schema is a database null, not the JSON word. */
export const jsonOrNull = (value: unknown) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue));
