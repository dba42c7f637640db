"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Verdict } from "@/server/approvals/schema";
import type { StepUpInput } from "@/server/approvals/step-up-schema";
import type { Card } from "./card-type";
import { useLive } from "./live-queue";
import { verdictWords } from "./prepare-change";
import { keepDraft } from "./reason-drafts";
import { sayDecided, usePatchVoted } from "./use-undo";

/** What the person is doing: nothing yet, confirming an approval of high risk, or writing why not. */
export type Step = "idle" | "confirm" | "reject";

export type Deciding = {
  /** Called when a verdict is on its way: its reader is about to move on. Without it they stay, and all is read again. */
  readonly onSent?: (() => void) | undefined;
  readonly onDecided: (verdict: Verdict) => void;
};

/** Deciding on the request that is on screen, at the revision that is on screen. */
export function useDecision(card: Card, { onSent, onDecided }: Deciding) {
  const trpc = useTRPC();
  const { refresh } = useLive();
  const patchLists = usePatchVoted();
  const [step, setStep] = useState<Step>("idle");
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      ...(onSent && { meta: REFRESHES_ITSELF }),
      onMutate: () => {
        onSent?.();
        return { sentAtMs: Date.now() };
      },
      onSuccess: (answer, { verdict }, { sentAtMs }) => {
        patchLists([answer], false);
        setStep("idle");
        keepDraft(card.id, "");
        sayDecided({ words: verdictWords(verdict, card.title), about: card.title, answers: [answer], sentAtMs });
        onDecided(verdict);
        refresh([card.id]);
      },
    }),
  );
  const ask = useMutation(trpc.approvals.stepUp.ask.mutationOptions());
  const { id, revision } = card;
  const send = (verdict: Verdict, reason: string) => {
    if (!decide.isPending) decide.mutate({ id, verdict, reason, revision });
  };
  const open = (next: Step) => {
    decide.reset();
    setStep(next);
  };
  return {
    step,
    isPending: decide.isPending,
    error: step === "confirm" ? null : (decide.error?.message ?? null),
    /** High risk is confirmed first; anything else is approved at once. */
    approve: () => (card.stepUp === null ? send("approve", "") : open("confirm")),
    /** What confirming it takes, and approving with that. */
    stepUp: {
      ask: () => ask.mutateAsync({ id, revision }),
      send: (stepUp: StepUpInput | undefined) => decide.mutateAsync({ id, verdict: "approve", reason: "", revision, stepUp }),
    },
    startReject: () => open("reject"),
    reject: (reason: string) => send("reject", reason),
    cancel: () => open("idle"),
  };
}

export type Decision = ReturnType<typeof useDecision>;
