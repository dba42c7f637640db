"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC, useTRPCClient } from "@/components/trpc/use-trpc";
import { useIsBrowser } from "@/components/ui/use-is-browser";
import type { Card } from "./card-type";
import { recallUndo, sayLast } from "./last-words";
import { useLive } from "./live-queue";
import { isUnderWay } from "./prepare-card";
import { verdictWords } from "./prepare-change";
import { claimedCard, releasedCard } from "./prepare-claim";
import { ownWaitingVote } from "./prepare-stages";

/** How often an allowed action is looked at until it has ended: the stream tells of requests, not of runs. */
const FOLLOW_MS = 2_000;
/** Well before the lease of three minutes ends. */
const RENEW_MS = 60_000;

/**
 * A request with all that is known of it; it stays true while it is on screen. `card` is there once it can be decided
 * on, too: buttons that do nothing yet are not shown.
 */
export function useCard(id: string) {
  const trpc = useTRPC();
  const isAwake = useIsBrowser();
  const query = useQuery(
    trpc.approvals.byId.queryOptions(
      { id },
      {
        refetchInterval: ({ state: { data } }) => (data?.state === "approved" && isUnderWay(data.action.state) ? FOLLOW_MS : false),
      },
    ),
  );
  useStoryOf(query.data);
  useRecalledUndo(query.data);
  return { query, card: isAwake ? query.data : undefined, hasFailed: query.isError && query.data === undefined };
}

/** What is on record of the action is read again whenever the action has moved on. */
function useStoryOf(card: Card | undefined): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [actionId, state] = [card?.actionId, card?.action.state];
  const seen = useRef(state);
  useEffect(() => {
    if (actionId !== undefined && seen.current !== undefined && seen.current !== state) {
      void client.invalidateQueries(trpc.audit.story.queryFilter({ actionId }));
    }
    seen.current = state;
  }, [actionId, state, client, trpc]);
}

/** Longer than anybody's undo window: a wrong clock must not offer one for ever. */
const UNDO_AT_MOST_MS = 10_000;

/** One's own vote that waits can be undone wherever its card is opened. */
function useRecalledUndo(card: Card | undefined): void {
  const own = card === undefined ? undefined : ownWaitingVote(card);
  const [voteId, verdict, effectiveAt, title] = [own?.id, own?.verdict, own?.effectiveAt, card?.title];
  useEffect(() => {
    if (voteId === undefined || verdict === undefined || effectiveAt === undefined || title === undefined) return;
    const untilMs = Math.min(Date.parse(effectiveAt), Date.now() + UNDO_AT_MOST_MS);
    if (untilMs > Date.now()) recallUndo({ words: verdictWords(verdict, title), about: title, voteIds: [voteId], untilMs });
  }, [voteId, verdict, effectiveAt, title]);
}

/** Takes a request and lets it go; keeps it while it is open and its reader is here. */
export function useClaim(card: Card) {
  const trpc = useTRPC();
  const procedures = useTRPCClient();
  const { id } = card;
  const isMine = card.claim?.isMine === true && card.state === "pending";
  const onError = (error: { readonly message: string }) => sayLast(error.message);
  const client = useQueryClient();
  const { refresh } = useLive();
  const patch = (change: (card: Card) => Card) => {
    client.setQueryData(trpc.approvals.byId.queryKey({ id }), (before) => before && change(before));
    refresh([id]);
  };
  const options = { onError, meta: REFRESHES_ITSELF };
  const claim = useMutation(
    trpc.approvals.claim.mutationOptions({ ...options, onSuccess: (answer) => patch((before) => claimedCard(before, answer.claim)) }),
  );
  const release = useMutation(trpc.approvals.release.mutationOptions({ ...options, onSuccess: () => patch(releasedCard) }));
  useEffect(() => {
    if (!isMine) return;
    const renew = () => {
      // A tab that nobody looks at lets the lease lapse. A failed renewal shows as the lease running out.
      if (document.visibilityState === "visible") procedures.approvals.claim.mutate({ id }).catch(() => undefined);
    };
    const timer = setInterval(renew, RENEW_MS);
    return () => clearInterval(timer);
  }, [id, isMine, procedures]);
  const can = isMine ? card.can.release : card.can.claim;
  return {
    isMine,
    can,
    isPending: claim.isPending || release.isPending,
    toggle: () => (isMine ? release.mutate({ id }) : claim.mutate({ id })),
  };
}
