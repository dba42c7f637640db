"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Counts } from "./section-links";

const REFRESH_MS = 60_000;

/** What waits for this person, by section. Changes arrive sooner where a page listens for them. */
export function useCounts(): Counts {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.approvals.counts.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  return { queue: data?.forMe };
}
