"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { fieldErrorsOf, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { GRANT_REASON_MAX_LENGTH } from "@/server/grants/schema";
import type { Grant } from "./grant-type";

const MIN_REASON = 3;

/** Takes a grant back, with the reason. */
export function RevokeDialog({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const formId = useId();
  const revoke = useMutation(
    useTRPC().grants.revoke.mutationOptions({
      onSuccess: () => {
        toast("The grant is taken back. The next such call asks people.");
        onClose();
      },
    }),
  );
  const isMissing = reason.trim().length < MIN_REASON;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Revoke this grant?"
      description={`The next call of ${grant.toolName} by ${grant.agentName} asks people again. What it let through before stays as it is.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" type="submit" form={formId} isPending={revoke.isPending}>
            Revoke
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          setIsChecked(true);
          if (!isMissing) revoke.mutate({ id: grant.id, reason: reason.trim() });
        }}
      >
        <Field label="Why" isRequired error={isChecked && isMissing ? "Say why, in a few words: the reason stays on the record." : null}>
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={GRANT_REASON_MAX_LENGTH}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <FormError className="mt-2">{revoke.error && (fieldErrorsOf(revoke.error)[0]?.message ?? sentenceOf(revoke.error))}</FormError>
      </form>
    </Dialog>
  );
}
