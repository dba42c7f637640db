import type { InboxEntry } from "@/server/notifications/schema";

/** The newest notice of a group on its day, and what was said about the same before. */
export type InboxRow = { readonly entry: InboxEntry; readonly earlier: readonly InboxEntry[] };
export type InboxDay = { readonly key: string; readonly label: string; readonly rows: readonly InboxRow[] };

const DAY_MS = 86_400_000;

/** Unread until it is read, or until somebody has settled what it asked. */
export const isUnread = (entry: InboxEntry): boolean => entry.readAt === null && entry.settled === null;

function dayKey(atMs: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(atMs);
}

function labelOf(key: string, nowMs: number | null, timeZone: string | undefined): string {
  if (nowMs !== null && key === dayKey(nowMs, timeZone)) return "Today";
  if (nowMs !== null && key === dayKey(nowMs - DAY_MS, timeZone)) return "Yesterday";
  const noon = Date.parse(`${key}T12:00:00Z`);
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(
    noon,
  );
}

/** Entries, newest first, by the reader's days; several about one thing on a day are one row. */
export function prepareInbox(entries: readonly InboxEntry[], nowMs: number | null, timeZone?: string): InboxDay[] {
  const days = new Map<string, Map<string, InboxEntry[]>>();
  for (const entry of entries) {
    const key = dayKey(Date.parse(entry.createdAt), timeZone);
    const groups = days.get(key) ?? new Map<string, InboxEntry[]>();
    days.set(key, groups);
    groups.set(entry.groupKey, [...(groups.get(entry.groupKey) ?? []), entry]);
  }
  return [...days].map(([key, groups]) => ({
    key,
    label: labelOf(key, nowMs, timeZone),
    rows: [...groups.values()].flatMap(([entry, ...earlier]) => (entry === undefined ? [] : [{ entry, earlier }])),
  }));
}
