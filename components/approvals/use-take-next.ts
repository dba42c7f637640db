"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import { sayLast } from "./last-words";
import { useLive } from "./live-queue";

/** Takes the most urgent request that nobody holds; `onTaken` opens it, with its card at hand. */
export function useTakeNext(onTaken: (id: string) => void) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { refresh } = useLive();
  const { mutate, isPending } = useMutation(
    trpc.approvals.takeNext.mutationOptions({
      meta: REFRESHES_ITSELF,
      onSuccess: (taken) => {
        if (taken === null) return sayLast("Nothing is left to take: what waits for you is held by others.");
        const { id, card } = taken;
        if (card !== null) client.setQueryData(trpc.approvals.byId.queryKey({ id }), card);
        refresh([]);
        onTaken(id);
      },
      onError: (error) => sayLast(error.message),
    }),
  );
  return { takeNext: () => mutate(), isPending };
}
