"use client";

import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { sentenceOf } from "./failure";

export type Question = {
  readonly title: string;
  /** What will happen, and what stays. */
  readonly consequence: string;
  readonly verb: string;
  readonly act: () => Promise<unknown>;
};

/** Asks before something that cuts off. A refusal is shown here, where it was asked. */
export function ConfirmDialog({ question, onClose }: { readonly question: Question; readonly onClose: () => void }) {
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const confirm = () => {
    setIsPending(true);
    void question.act().then(onClose, (failure: Error) => {
      setIsPending(false);
      setError(sentenceOf(failure));
    });
  };
  return (
    <FormDialog
      title={question.title}
      description={question.consequence}
      verb={question.verb}
      isDanger
      isPending={isPending}
      error={error}
      onClose={onClose}
      onSubmit={confirm}
    />
  );
}
