"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";

/** How often the bell and the inbox look; a return to the tab looks at once. */
export const INBOX_REFRESH_MS = 15_000;

/** How many notices this person has not read. */
export function useUnread(): number {
  const { data } = useQuery(
    useTRPC().notifications.unread.queryOptions(undefined, { refetchInterval: INBOX_REFRESH_MS, staleTime: 5_000 }),
  );
  return data?.count ?? 0;
}
