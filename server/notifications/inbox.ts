import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import * as store from "./inbox-store";
import type { InboxEntry, InboxPage } from "./schema";

/** Nobody tells 99 from more. */
const COUNTED = 100;

type Row = Awaited<ReturnType<typeof store.listInbox>>[number];

const toEntry = ({ notice, because, createdAt, readAt }: Row): InboxEntry => ({
  id: notice.id,
  kind: notice.kind,
  title: notice.title,
  body: notice.body,
  quote: notice.quote === null ? null : { text: notice.quote, writer: notice.quoteWriter ?? "an agent" },
  because,
  path: notice.path,
  groupKey: notice.groupKey,
  isImportant: notice.isImportant,
  createdAt: createdAt.toISOString(),
  readAt: readAt?.toISOString() ?? null,
  settled: notice.settledAt === null ? null : { at: notice.settledAt.toISOString(), words: notice.settledWords ?? "" },
});

/** A page of the person's own inbox, newest first. What is settled needs nobody any more and counts as read. */
export async function listInbox(
  actor: PersonActor,
  input: { unread: boolean; cursor?: string | null; limit: number },
): Promise<Result<InboxPage>> {
  const after = readCursor(input.cursor, "notice");
  if (!after.ok) return after;
  const rows = await store.listInbox(actor.id, input.unread, after.value, input.limit + 1);
  const nextCursor = cursorAfter(rows, input.limit, ({ createdAt, noticeId }) => ({ at: createdAt, id: noticeId }));
  return ok({ items: rows.slice(0, input.limit).map(toEntry), nextCursor });
}

/** How many notices the person has not read, 100 for that many and more. */
export const countUnread = async (actor: PersonActor): Promise<{ count: number }> => ({
  count: await store.countUnread(actor.id, COUNTED),
});

/** Marks notices of the person's own inbox as read or unread; others' are not touched. */
export async function mark(actor: PersonActor, { noticeIds, isRead }: { noticeIds: readonly string[]; isRead: boolean }): Promise<void> {
  await store.mark(actor.id, noticeIds, isRead ? clock.now() : null);
}

/** Marks all up to a moment as read: what came after it stays. */
export async function markAll(actor: PersonActor, upTo: Date): Promise<void> {
  await store.markAll(actor.id, upTo, clock.now());
}
