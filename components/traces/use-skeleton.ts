"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { unpackSkeleton } from "./read-skeleton";

/** A trace that still runs grows while one reads it; the larger it is, the more each look at it costs. */
const REFRESH_MS = 4_000;
const STEPS_A_LOOK = 2_000;

const refreshMs = (steps: number): number => REFRESH_MS * Math.ceil((steps + 1) / STEPS_A_LOOK);

/** A trace without its payloads, read anew while it runs. */
export function useSkeleton(traceId: string) {
  return useQuery(
    useTRPC().traces.skeleton.queryOptions(
      { traceId },
      {
        select: unpackSkeleton,
        refetchInterval: ({ state: { data } }) => (data?.trace.status === "running" ? refreshMs(data.steps) : false),
      },
    ),
  );
}
