import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import { isTaken, type PrismaTx } from "@/server/platform/tx";

export const listTeams = () => prisma().team.findMany({ include: { _count: { select: { agents: true } } }, orderBy: { name: "asc" } });
export const findTeamByName = (name: string) => prisma().team.findUnique({ where: { name } });

/** Inserts a team; false when the name is taken. */
export const insertTeam = async (tx: PrismaTx, data: Prisma.TeamCreateManyInput): Promise<boolean> =>
  (await tx.prisma.team.createMany({ data: [data], skipDuplicates: true })).count === 1;

/** Whether a renaming failed because someone gave another team that name at the same moment. */
export const isTeamNameTaken = (error: unknown): boolean => isTaken(error, "team_name_key");

/** Renames a team that still has the name `from`, unless another one has the name `to`; fails with `isTeamNameTaken` when another gets it meanwhile. */
export async function renameTeam(
  tx: PrismaTx,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<"renamed" | "taken" | "changed"> {
  if (await tx.prisma.team.findUnique({ where: { name: to } })) return "taken";
  const { count } = await tx.prisma.team.updateMany({ where: { id, name: from }, data: { name: to } });
  return count === 1 ? "renamed" : "changed";
}

/** Archives a team without working agents, or takes it back; false when it is neither to be. */
export async function archiveTeam(tx: PrismaTx, id: string, archivedAt: Date | null): Promise<boolean> {
  const where: Prisma.TeamWhereInput =
    archivedAt === null ? { archivedAt: { not: null } } : { archivedAt: null, agents: { none: { state: { not: "retired" } } } };
  const { count } = await tx.prisma.team.updateMany({ where: { id, ...where }, data: { archivedAt } });
  return count === 1;
}

/** Gives a team that still has the cost centre `from` another, or none. */
export const setCostCentre = async (
  tx: PrismaTx,
  { id, from, to }: { id: string; from: string | null; to: string | null },
): Promise<boolean> => (await tx.prisma.team.updateMany({ where: { id, costCentre: from }, data: { costCentre: to } })).count === 1;
