"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { useNow } from "@/components/ui/use-now";
import type { QueueCounts, QueueRow } from "@/server/approvals/schema";
import { useLive } from "./live-queue";
import { type Kept, keepOpen, prepareLines } from "./prepare-queue";
import { isNarrowed, type QueueFilter, queuePaging, queueQuery, readQueueFilter } from "./queue-address";

const ADDRESS = {
  tab: parseAsString,
  q: parseAsString,
  risk: parseAsString,
  agent: parseAsString,
  sort: parseAsString,
  open: parseAsString,
};

/** What the address says, and the means to change it. Opening a request is no step of the browser's history: Back leaves the queue. */
export function useQueueAddress(isDecider: boolean) {
  const [{ open, ...address }, setAddress] = useQueryStates(ADDRESS);
  const filter = readQueueFilter(address, isDecider);
  // Rows are drawn anew when it changes, so it must not.
  const setOpen = useCallback((id: string | null) => void setAddress({ open: id }), [setAddress]);
  return {
    filter,
    open,
    setOpen,
    narrow: (change: Partial<QueueFilter>) =>
      void setAddress({
        ...change,
        ...(change.q === "" ? { q: null } : {}),
        ...(change.sort === "urgency" ? { sort: null } : {}),
        ...(change.tab === "forMe" ? { tab: null } : {}),
      }),
    clear: () => void setAddress({ q: null, risk: null, agent: null }),
  };
}

/** Reading so many pages again at every change would be slow; a list this deep is mended in place instead. */
const DEEP_PAGES = 5;
const FRESH_MS = 10_000;
/** While changes do not come by themselves they are asked for. */
const POLL_MS = 10_000;

/** Ended, or not what the list is about any more: one's own vote on it waits, or it was let go. */
function hasLeft(row: QueueRow, tab: QueueFilter["tab"]): boolean {
  if (row.state !== "pending" && row.state !== "frozen") return true;
  return tab === "forMe" && !row.waitsForMe;
}

/** The rows without what has left the list, but for the open one; the same rows when nothing has. */
function without(items: readonly QueueRow[], openId: string | null, tab: QueueFilter["tab"]): readonly QueueRow[] {
  const leaves = (row: QueueRow) => row.id !== openId && hasLeft(row, tab);
  return items.some(leaves) ? items.filter((row) => !leaves(row)) : items;
}

/** Keeps the open row where it was when it leaves the list, until another is opened or another list is asked for. */
function useKept(rows: readonly QueueRow[], openId: string | null, listKey: string): readonly QueueRow[] {
  const [kept, setKept] = useState<(Kept & { listKey: string }) | null>(null);
  const index = rows.findIndex((row) => row.id === openId);
  const row = rows[index];
  if (row !== undefined) {
    if (kept?.row !== row || kept.index !== index || kept.listKey !== listKey) setKept({ row, index, listKey });
  } else if (kept !== null && (kept.row.id !== openId || kept.listKey !== listKey)) setKept(null);
  return keepOpen(rows, kept !== null && kept.row.id === openId && kept.listKey === listKey ? kept : null);
}

/** The list for a filter: its rows and headings as drawn, and how it goes on. */
export function useQueue(filter: QueueFilter, openId: string | null) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const live = useLive();
  const now = useNow(FRESH_MS);
  const isPolled = live.state === "paused" || live.state === "connecting";
  const input = queueQuery(filter);
  const options = trpc.approvals.queue.infiniteQueryOptions(input, queuePaging);
  const list = useInfiniteQuery({
    ...options,
    staleTime: (query) => ((query.state.data?.pages.length ?? 0) > DEEP_PAGES ? "static" : FRESH_MS),
    refetchInterval: isPolled ? POLL_MS : false,
  });
  const counts = useQuery(trpc.approvals.counts.queryOptions(undefined, { refetchInterval: isPolled ? POLL_MS : false }));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  // What ended leaves at once; only the open one stays, greyed, until its reader moves on.
  const rows = useKept(without(items, openId, filter.tab), openId, JSON.stringify(input));
  const { breached, hour } = knownCounts(filter, counts.data);
  const isGrouped = filter.sort === "urgency";
  const hasMore = list.hasNextPage;
  // Thousands of rows are put in order only when they, the time or the counts change: not at every step of the keyboard.
  const lines = useMemo(
    () => (now === null ? [] : prepareLines(rows, { isGrouped, hasMore, nowMs: now, known: { breached, hour } })),
    [rows, isGrouped, hasMore, now, breached, hour],
  );
  const ids = useMemo(() => lines.flatMap((line) => (line.kind === "row" ? [line.row.id] : [])), [lines]);
  const { watch } = live;
  useEffect(() => {
    watch(openId);
    return () => watch(null);
  }, [watch, openId]);
  return {
    list,
    lines,
    ids,
    counts: counts.data ?? null,
    /** Not drawn yet: being read, or on the server, where nobody's zone is known. */
    isPending: list.isPending || now === null,
    total: totalOf(filter, counts.data ?? null, list.hasNextPage, ids.length),
    /** New requests that a deep list does not show until it is read from its top. */
    arrivals: (list.data?.pages.length ?? 0) > DEEP_PAGES ? live.arrivals : 0,
    restart: () => {
      live.forgetArrivals();
      void client.resetQueries({ queryKey: options.queryKey, exact: true });
    },
  };
}

/** How many stand under the first headings, as the server counts them, for the whole of what waits for this person or of all. */
function knownCounts(filter: QueueFilter, counts: QueueCounts | undefined): { breached: number | null; hour: number | null } {
  if (counts === undefined || filter.tab === "heldByMe" || isNarrowed(filter)) return { breached: null, hour: null };
  if (filter.tab === "all") return { breached: counts.breached, hour: counts.dueWithinHour };
  return { breached: counts.forMeBreached, hour: counts.forMeDueWithinHour };
}

/** How many rows the whole list has, or null while that is not known. */
function totalOf(filter: QueueFilter, counts: QueueCounts | null, hasMore: boolean, loaded: number) {
  if (!hasMore) return loaded;
  return counts === null || isNarrowed(filter) ? null : counts[filter.tab];
}
