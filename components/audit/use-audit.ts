"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { AuditEntry, Names } from "@/server/audit/schema";
import { type AuditParams, filterOf } from "./filter";

/** The record grows while one reads it. */
const REFRESH_MS = 15_000;

/** The entries that fit the address, page by page, with the names they speak of. */
export function useEntries(params: AuditParams) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filterOf(params, Date.now()), {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const pages = query.data?.pages ?? [];
  const entries: readonly AuditEntry[] = pages.flatMap((page) => page.items);
  const names: Names = Object.assign({}, ...pages.map((page) => page.names));
  return { query, entries, names };
}

/** One entry that the list on screen does not hold: an address that was sent, or an old one. */
export function useEntry(id: string, isNeeded: boolean) {
  const trpc = useTRPC();
  return useQuery(trpc.audit.byId.queryOptions({ id }, { enabled: isNeeded, staleTime: Number.POSITIVE_INFINITY }));
}
