"use client";

import { useEffect, useRef, useState } from "react";
import { cancelPasskey, canUsePasskeys, PasskeyFailure, signWithPasskey } from "@/components/identity/webauthn";
import { sentenceOf } from "@/components/trpc/failure";
import type { CardStepUp, StepUpInput, StepUpQuestion } from "@/server/approvals/step-up-schema";

export type StepUpSteps = {
  /** Asks the server what this very approval takes. */
  readonly ask: () => Promise<StepUpQuestion>;
  /** Approves, with what was asked for. */
  readonly send: (stepUp: StepUpInput | undefined) => Promise<unknown>;
};

/** What the person is asked at the moment; `away` and `none` say why nothing can be asked. */
export type StepUpStep = "enrol" | "sign" | "password" | "away" | "none";

function firstStep(way: CardStepUp): StepUpStep {
  if (way.kind === "password") return way.hasPassword ? "password" : "none";
  if (!canUsePasskeys() || location.origin !== way.origin) return "away";
  return way.isEnrolled ? "sign" : "enrol";
}

/** Whether the dialog is open still; when it closes, what the browser asks ends with it. */
function useOpen() {
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      cancelPasskey();
    };
  }, []);
  return isOpen;
}

/** Confirming an approval of high risk: enrolling a passkey first where there is none, then signing; or a password. */
export function useStepUp(way: CardStepUp, { ask, send }: StepUpSteps) {
  const [step, setStep] = useState(() => firstStep(way));
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isOpen = useOpen();

  const attempt = async (work: () => Promise<unknown>) => {
    if (isPending) return;
    setIsPending(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure instanceof PasskeyFailure ? failure.message : sentenceOf(failure as Error));
    } finally {
      setIsPending(false);
    }
  };
  const sign = async () => {
    const question = await ask();
    if (!isOpen.current) return;
    if (question.kind === "passkey") {
      const assertion = await signWithPasskey(question.options);
      // Whoever has closed the dialog by then approves nothing any more.
      if (isOpen.current) await send({ kind: "passkey", nonce: question.nonce, assertion });
    } else if (question.kind === "none") await send(undefined);
    else setStep(question.kind);
  };
  return {
    step,
    isPending,
    error,
    enrolled: () => setStep("sign"),
    sign: () => void attempt(sign),
    sendPassword: (password: string) => void attempt(() => send({ kind: "password", password })),
  };
}

export type StepUp = ReturnType<typeof useStepUp>;
