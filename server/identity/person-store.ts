import { prisma } from "@/server/platform/db";
import type { LiveSession } from "./store";

/** An active person as they stand now, without a session: for a gate that has proven otherwise who it is. */
export async function findActivePerson(id: string): Promise<LiveSession | null> {
  const person = await prisma().person.findFirst({
    where: { id, deactivatedAt: null },
    select: {
      id: true,
      name: true,
      email: true,
      roles: true,
      memberships: { where: { group: { archivedAt: null } }, select: { groupId: true } },
    },
  });
  if (person === null) return null;
  const { memberships, ...rest } = person;
  return { ...rest, group_ids: memberships.map(({ groupId }) => groupId) };
}

/** Every active person with roles, groups that are in use, and manager. */
export const listActiveWithGroups = () =>
  prisma().person.findMany({
    where: { deactivatedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: {
      id: true,
      name: true,
      roles: true,
      managerId: true,
      memberships: { where: { group: { archivedAt: null } }, select: { groupId: true } },
    },
  });
