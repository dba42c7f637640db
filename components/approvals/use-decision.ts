"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Verdict } from "@/server/approvals/schema";
import type { Card } from "./card-type";
import { verdictWords } from "./prepare-change";
import { sayDecided, usePatchVoted } from "./use-undo";

/** What the person is doing: nothing yet, asked once more before approving high risk, or writing why not. */
export type Step = "idle" | "confirm" | "reject";

/** Deciding on the request that is on screen, at the revision that is on screen. */
export function useDecision(card: Card, onDecided: (verdict: Verdict) => void) {
  const trpc = useTRPC();
  const patchLists = usePatchVoted();
  const [step, setStep] = useState<Step>("idle");
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onMutate: () => ({ sentAtMs: Date.now() }),
      onSuccess: (answer, { verdict }, { sentAtMs }) => {
        patchLists([answer], false);
        setStep("idle");
        sayDecided({ words: verdictWords(verdict, card.title), about: card.title, answers: [answer], sentAtMs });
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
