import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type ViewRow = Prisma.SavedViewModel;

/** The views of a page that this person finds: their own, and those that others share. */
export const listVisible = (page: string, personId: string) =>
  prisma().savedView.findMany({
    where: { page, removedAt: null, OR: [{ ownerId: personId }, { isShared: true }] },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 500,
  });

/** The view, held until the transaction ends; removed ones too. */
export async function lock(tx: PrismaTx, id: string): Promise<ViewRow | null> {
  await tx.execute("select 1 from saved_view where id = $1 for update", id);
  return tx.prisma.savedView.findUnique({ where: { id } });
}

/** Whose view it is; removed ones too. */
export const findOwner = async (tx: PrismaTx, id: string): Promise<string | null> =>
  (await tx.prisma.savedView.findUnique({ where: { id }, select: { ownerId: true } }))?.ownerId ?? null;

/** Lets the views of one person change one after the other, so that no name and no limit is passed by two at once. */
export const lockOwner = (tx: PrismaTx, ownerId: string): Promise<number> =>
  tx.execute("select pg_advisory_xact_lock(hashtextextended('views:' || $1, 0))", ownerId);

/** How many views this person keeps of a page, and whether another one is called like that. */
export async function namesakes(tx: PrismaTx, view: Pick<ViewRow, "id" | "page" | "ownerId" | "name">) {
  const where = { page: view.page, ownerId: view.ownerId, removedAt: null, id: { not: view.id } };
  const [kept, called] = [
    await tx.prisma.savedView.count({ where }),
    await tx.prisma.savedView.count({ where: { ...where, name: { equals: view.name, mode: "insensitive" } } }),
  ];
  return { kept, isTaken: called > 0 };
}

export const insert = (tx: PrismaTx, row: ViewRow) => tx.prisma.savedView.create({ data: row });

/** Changes a view that is in use; false when it is not. */
export async function change(
  tx: PrismaTx,
  id: string,
  data: Partial<Pick<ViewRow, "name" | "query" | "isShared">>,
  now: Date,
): Promise<boolean> {
  return (await tx.prisma.savedView.updateMany({ where: { id, removedAt: null }, data: { ...data, updatedAt: now } })).count === 1;
}

/** Takes a view out of use; false when it was. */
export async function remove(tx: PrismaTx, id: string, now: Date): Promise<boolean> {
  return (await tx.prisma.savedView.updateMany({ where: { id, removedAt: null }, data: { removedAt: now } })).count === 1;
}

/** Takes a view into use again; false when it is. */
export async function restore(tx: PrismaTx, id: string): Promise<boolean> {
  return (await tx.prisma.savedView.updateMany({ where: { id, removedAt: { not: null } }, data: { removedAt: null } })).count === 1;
}

export async function findDefault(page: string, personId: string): Promise<string | null> {
  return (await prisma().defaultView.findUnique({ where: { personId_page: { personId, page } } }))?.viewId ?? null;
}

export const setDefault = (page: string, personId: string, viewId: string) =>
  prisma().defaultView.upsert({
    where: { personId_page: { personId, page } },
    create: { personId, page, viewId },
    update: { viewId },
  });

export const clearDefault = (page: string, personId: string) => prisma().defaultView.deleteMany({ where: { personId, page } });

export const findView = (id: string) => prisma().savedView.findFirst({ where: { id, removedAt: null } });

/** Names by id, of removed ones too. */
export const listNames = (ids: readonly string[]) =>
  prisma().savedView.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
