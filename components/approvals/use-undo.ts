"use client";

import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { DecideAnswer, QueuePage, QueueRow } from "@/server/approvals/schema";
import { closeUndo, offerUndo, sayLast, useSaid } from "./last-words";
import { useLive } from "./live-queue";
import { patchVoted, undoneWords } from "./prepare-change";

type Voted = Pick<QueueRow, "id" | "state" | "revision">;

/** Puts one's own votes, or their undoing, into the lists on screen before they are read again. */
export function usePatchVoted() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(
    (voted: readonly Voted[], waitsForMe: boolean) => {
      const byId = new Map(voted.map(({ id, state, revision }) => [id, { state, revision }]));
      client.setQueriesData<InfiniteData<QueuePage>>(
        trpc.approvals.queue.infiniteQueryFilter(),
        (list) => list && { ...list, pages: list.pages.map((page) => patchVoted(page, byId, waitsForMe)) },
      );
    },
    [client, trpc],
  );
}

type Decided = { readonly words: string; readonly about: string; readonly answers: readonly DecideAnswer[]; readonly sentAtMs: number };

/** Says what one decided. The time to undo it counts from sending, so that it never promises more than the server keeps. */
export function sayDecided({ words, about, answers, sentAtMs }: Decided): void {
  const waiting = answers.flatMap(({ voteId, decidedAt, effectiveAt }) =>
    effectiveAt === null ? [] : [{ voteId, ms: Date.parse(effectiveAt) - Date.parse(decidedAt) }],
  );
  const untilMs = sentAtMs + Math.min(...waiting.map(({ ms }) => ms));
  if (waiting.length === 0) sayLast(words);
  else offerUndo({ words, about, untilMs, voteIds: waiting.map(({ voteId }) => voteId) });
}

/** Takes back one's last decision, or all of a batch, as long as it has not taken effect. */
export function useUndo() {
  const trpc = useTRPC();
  const patchLists = usePatchVoted();
  const { undo } = useSaid();
  const { refresh } = useLive();
  const { mutate, isPending } = useMutation(
    trpc.approvals.undoMany.mutationOptions({
      meta: REFRESHES_ITSELF,
      onSuccess: ({ items }) => {
        const back = items.flatMap((one) => (one.ok ? [one.value] : []));
        patchLists(back, true);
        refresh(back.map(({ id }) => id));
        closeUndo();
        sayLast(undoneWords(items, undo?.about ?? ""));
      },
      // Nobody knows whether it arrived: as long as there is time it can be tried again.
      onError: (error) =>
        undo !== null && undo.untilMs > Date.now() ? offerUndo({ ...undo, words: error.message }) : sayLast(error.message),
    }),
  );
  return { undo, isPending, takeBack: () => undo !== null && !isPending && mutate({ voteIds: [...undo.voteIds] }) };
}
