"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { FormDialog } from "@/components/ui/form-dialog";
import type { StepUpInput } from "@/server/approvals/step-up-schema";
import type { Card } from "./card-type";
import { ObligationsFields } from "./obligations-fields";
import { verdictWords } from "./prepare-change";
import { NO_CONDITIONS, toObligations } from "./prepare-obligations";
import StepUpDialog from "./step-up-dialog";
import { sayDecided, usePatchVoted } from "./use-undo";

type Props = { readonly card: Card; readonly onClose: () => void; readonly onDecided: () => void };

/** Approves the request as it is, and asks something in return. */
export default function ConditionsDialog({ card, onClose, onDecided }: Props) {
  const trpc = useTRPC();
  const patchLists = usePatchVoted();
  const [typed, setTyped] = useState(NO_CONDITIONS);
  const obligations = toObligations(typed);
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onMutate: () => ({ sentAtMs: Date.now() }),
      onSuccess: (answer, _, { sentAtMs }) => {
        patchLists([answer], false);
        sayDecided({ words: verdictWords("approve", card.title), about: card.title, answers: [answer], sentAtMs });
        onDecided();
      },
    }),
  );
  const ask = useMutation(trpc.approvals.stepUp.ask.mutationOptions());
  const [isConfirming, setIsConfirming] = useState(false);
  const [isEmpty, setIsEmpty] = useState(false);
  const { id, revision } = card;
  const what = { id, revision, obligations: [...obligations] };
  const approve = (stepUp?: StepUpInput) => decide.mutateAsync({ ...what, verdict: "approve", reason: "", stepUp });
  if (isConfirming && card.stepUp !== null) {
    const steps = { ask: () => ask.mutateAsync(what), send: approve, onClose: () => setIsConfirming(false) };
    return <StepUpDialog {...steps} card={card} way={card.stepUp} args={card.action.args} obligations={obligations} />;
  }
  return (
    <FormDialog
      title="Approve with conditions"
      description={`The arguments stay as they are. ${card.agentName} is told the conditions, and its permission carries them.`}
      verb="Approve"
      isPending={decide.isPending}
      error={isEmpty && obligations.length === 0 ? "Set at least one condition, or approve it as it is." : (decide.error?.message ?? null)}
      onClose={onClose}
      onSubmit={() => {
        setIsEmpty(obligations.length === 0);
        if (obligations.length === 0) return;
        if (card.stepUp !== null) setIsConfirming(true);
        else if (!decide.isPending) void approve().catch(() => undefined); // said below
      }}
    >
      <ObligationsFields args={card.action.args} typed={typed} onChange={setTyped} />
    </FormDialog>
  );
}
