import { prisma } from "@/server/platform/db";
import type { LiveSession } from "./store";

/** An active person as they stand now, without a session: for a gate that has proven otherwise who it is. */
export async function findActivePerson(id: string): Promise<LiveSession | null> {
  const rows = await prisma().$queryRaw<LiveSession[]>`
    select p.id, p.name, p.email, p.roles, array(
      select m.group_id from group_member m join "group" g on g.id = m.group_id where m.person_id = p.id and g.archived_at is null
    ) as group_ids
    from person p where p.id = ${id} and p.deactivated_at is null`;
  return rows[0] ?? null;
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
