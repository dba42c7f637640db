import { type PrismaTx, queryRows, type Tx } from "@/server/platform/tx";

/** One manager is set at a time, so that no two settings close a circle together. */
export const lockManagers = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.managers'))");

/** Who stands above a person, the person first, up to the one who answers to nobody. */
export const listUpwards = (tx: PrismaTx, personId: string): Promise<{ id: string; name: string }[]> =>
  queryRows(
    tx,
    `with recursive upwards as (
       select id, name, manager_id, 1 as step from person where id = $1
       union select p.id, p.name, p.manager_id, u.step + 1 from upwards u join person p on p.id = u.manager_id where u.step < 100
     ) select id, name from upwards order by step`,
    personId,
  );

/** Answers whether it changed anything. */
export async function setManager(tx: PrismaTx, personId: string, managerId: string | null, now: Date): Promise<boolean> {
  const changed = { OR: [{ managerId: { not: managerId } }, ...(managerId === null ? [] : [{ managerId: null }])] };
  const { count } = await tx.prisma.person.updateMany({ where: { id: personId, ...changed }, data: { managerId, updatedAt: now } });
  return count === 1;
}

export const isActive = async (tx: PrismaTx, id: string): Promise<boolean> =>
  (await tx.prisma.person.findFirst({ where: { id, deactivatedAt: null }, select: { id: true } })) !== null;
