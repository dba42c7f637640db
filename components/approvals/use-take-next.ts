"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { sayLast } from "./last-words";

/** Takes the most urgent request that nobody holds; `onTaken` opens it. */
export function useTakeNext(onTaken: (id: string) => void) {
  const trpc = useTRPC();
  const { mutate, isPending } = useMutation(
    trpc.approvals.takeNext.mutationOptions({
      onSuccess: (taken) => {
        if (taken === null) sayLast("Nothing is left to take: what waits for you is held by others.");
        else onTaken(taken.id);
      },
      onError: (error) => sayLast(error.message),
    }),
  );
  return { takeNext: () => mutate(), isPending };
}
