import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { decodeCursor, encodeCursor } from "./core/cursor";
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

export const badCursor = refuse("invalid_request", "This page of the list cannot be found: start from the top.", {
  errors: [{ path: "cursor", message: "was not given out by Reeve" }],
});

/** A page of the person's own inbox, newest first. What is settled needs nobody any more and counts as read. */
export async function listInbox(
  actor: PersonActor,
  input: { unread: boolean; cursor?: string | null; limit: number },
): Promise<Result<InboxPage>> {
  const after = input.cursor ? decodeCursor(input.cursor) : null;
  if (input.cursor && after === null) return badCursor;
  const rows = await store.listInbox(actor.id, input.unread, after, input.limit + 1);
  const items = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? items.at(-1) : undefined;
  return ok({ items: items.map(toEntry), nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.noticeId }) : null });
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
