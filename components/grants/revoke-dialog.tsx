"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrorsOf, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import type { Grant } from "./grant-type";
import { reasonFault, WhyField } from "./why-field";

/** Takes a grant back, with the reason. */
export function RevokeDialog({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const revoke = useMutation(
    useTRPC().grants.revoke.mutationOptions({
      onSuccess: () => {
        toast("The grant is taken back. The next such call asks people.");
        onClose();
      },
    }),
  );
  const fault = reasonFault(reason);
  return (
    <FormDialog
      title="Revoke this grant?"
      description={`The next call of ${grant.toolName} by ${grant.agentName} asks people again. What it let through before stays as it is.`}
      verb="Revoke"
      isDanger
      isPending={revoke.isPending}
      error={revoke.error && (fieldErrorsOf(revoke.error)[0]?.message ?? sentenceOf(revoke.error))}
      onClose={onClose}
      onSubmit={() => {
        setIsChecked(true);
        if (fault === null) revoke.mutate({ id: grant.id, reason: reason.trim() });
      }}
    >
      <WhyField reason={reason} error={isChecked ? fault : null} onChange={setReason} />
    </FormDialog>
  );
}
