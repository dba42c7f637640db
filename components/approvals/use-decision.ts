"use client";

import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { QueuePage, Verdict } from "@/server/approvals/schema";
import type { Card } from "./card-type";
import { sayLast } from "./last-words";
import { verdictWords } from "./prepare-change";

/** What the person is doing: nothing yet, asked once more before approving high risk, or writing why not. */
export type Step = "idle" | "confirm" | "reject";

/** Deciding on the request that is on screen, at the revision that is on screen. */
export function useDecision(card: Card, onDecided: (verdict: Verdict) => void) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>("idle");
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSuccess: ({ id, state, revision }, { verdict }) => {
        client.setQueriesData<InfiniteData<QueuePage>>(
          trpc.approvals.queue.infiniteQueryFilter(),
          (list) => list && withState(list, id, state, revision),
        );
        setStep("idle");
        sayLast(verdictWords(verdict, card.title));
        onDecided(verdict);
      },
    }),
  );
  const send = (verdict: Verdict, reason: string) => {
    if (!decide.isPending) decide.mutate({ id: card.id, verdict, reason, revision: card.revision });
  };
  const open = (next: Step) => {
    decide.reset();
    setStep(next);
  };
  return {
    step,
    isPending: decide.isPending,
    error: decide.error?.message ?? null,
    /** High risk asks once more; anything else is approved at once. */
    approve: () => (card.riskTier === "high" && step !== "confirm" ? open("confirm") : send("approve", "")),
    startReject: () => open("reject"),
    reject: (reason: string) => send("reject", reason),
    cancel: () => open("idle"),
  };
}

export type Decision = ReturnType<typeof useDecision>;

const withState = (list: InfiniteData<QueuePage>, id: string, state: Card["state"], revision: number): InfiniteData<QueuePage> => ({
  ...list,
  pages: list.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => (row.id === id ? { ...row, state, revision, claim: null } : row)),
  })),
});
