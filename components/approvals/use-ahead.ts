"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";

/** Who moves on sooner is passing through. */
const CALM_MS = 150;

/**
 * Reads the card of the request that comes next while its reader is still on this one, so that it stands when they move
 * on. The answer reads one at once, for who is about to.
 */
export function useAhead(nextId: string | null): (id: string | null) => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const read = useCallback(
    (id: string | null) => {
      if (id === null) return;
      void client.prefetchQuery(trpc.approvals.byId.queryOptions({ id }));
      void client.prefetchQuery(trpc.approvals.precedent.queryOptions({ id }));
      void client.prefetchQuery(trpc.approvals.touches.queryOptions({ id }));
      void client.prefetchQuery(trpc.approvals.clock.ofRequest.queryOptions({ id }));
    },
    [client, trpc],
  );
  useEffect(() => {
    const timer = setTimeout(() => read(nextId), CALM_MS);
    return () => clearTimeout(timer);
  }, [nextId, read]);
  return read;
}
