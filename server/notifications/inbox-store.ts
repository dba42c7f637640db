import type { Position } from "@/server/kernel/cursor";
import { prisma } from "@/server/platform/db";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";

/** A page of a person's inbox, newest first, after a position. */
export const listInbox = (personId: string, isUnreadOnly: boolean, after: Position | null, limit: number) =>
  prisma().inboxItem.findMany({
    where: {
      personId,
      ...(isUnreadOnly ? { readAt: null, settledAt: null } : {}),
      AND: after ? [{ createdAt: { lte: after.at } }, { NOT: { createdAt: after.at, noticeId: { gte: after.id } } }] : [],
    },
    orderBy: [{ createdAt: "desc" }, { noticeId: "desc" }],
    take: limit,
    include: { notice: true },
  });

/** How many are unread, up to `limit`: beyond it nobody counts. */
export async function countUnread(personId: string, limit: number): Promise<number> {
  const rows = await prisma().inboxItem.findMany({
    where: { personId, readAt: null, settledAt: null },
    select: { noticeId: true },
    take: limit,
  });
  return rows.length;
}

export const mark = (personId: string, noticeIds: readonly string[], readAt: Date | null) =>
  prisma().inboxItem.updateMany({
    where: { personId, noticeId: { in: [...noticeIds] }, readAt: readAt === null ? { not: null } : null },
    data: { readAt },
  });

export const markAll = (personId: string, upTo: Date, readAt: Date) =>
  prisma().inboxItem.updateMany({ where: { personId, readAt: null, createdAt: { lte: upTo } }, data: { readAt } });

// Preferences

export const listChoices = (personId: string) => prisma().notificationChoice.findMany({ where: { personId } });
export const findSetting = (personId: string) => prisma().notificationSetting.findUnique({ where: { personId } });

export type SettingRow = {
  readonly personId: string;
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  readonly timeZone: string;
  readonly groupSeconds: number;
  readonly updatedAt: Date;
};
export type ChoiceRow = { readonly personId: string; readonly kind: string; readonly channel: string; readonly isOn: boolean };

/** Makes exactly these the person's preferences. */
export async function replacePreferences(tx: PrismaTx, setting: SettingRow, choices: readonly ChoiceRow[]): Promise<void> {
  const { personId, ...data } = setting;
  await tx.prisma.notificationSetting.upsert({ where: { personId }, create: setting, update: data });
  await tx.prisma.notificationChoice.deleteMany({ where: { personId } });
  await tx.prisma.notificationChoice.createMany({ data: [...choices] });
}

/** Removes notices from before the moment with their inbox rows, a batch at a time; those with deliveries left stay. */
export const forgetNotices = (before: Date, limit: number): Promise<boolean> =>
  inTransaction(async (tx) => {
    const old = await tx.prisma.notice.findMany({
      where: { createdAt: { lt: before }, deliveries: { none: {} } },
      select: { id: true },
      orderBy: { createdAt: "asc" },
      take: limit,
    });
    const ids = old.map(({ id }) => id);
    await tx.prisma.inboxItem.deleteMany({ where: { noticeId: { in: ids } } });
    await tx.prisma.notice.deleteMany({ where: { id: { in: ids } } });
    return old.length === limit;
  });
