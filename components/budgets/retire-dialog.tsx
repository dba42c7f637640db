"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { ShownBudget } from "@/server/budgets/schema";

/** Takes a budget out of force, with a reason that stays on the record. */
export function RetireDialog({ budget, onClose }: { readonly budget: ShownBudget; readonly onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const retire = useMutation(
    useTRPC().budgets.retire.mutationOptions({
      onSuccess: () => {
        toast("Retired. It limits nothing any more.");
        onClose();
      },
    }),
  );
  const send = () => {
    setAsked(true);
    if (reason.trim() !== "") retire.mutate({ id: budget.id, revision: budget.revision, reason });
  };
  return (
    <FormDialog
      title={`Retire the budget of ${budget.name}`}
      description="It limits nothing from the next call on. What it counted stays on the record."
      verb="Retire"
      isDanger
      isPending={retire.isPending}
      error={retire.error?.message ?? null}
      onClose={onClose}
      onSubmit={send}
    >
      <Field label="Why" isRequired error={isAsked && reason.trim() === "" ? "Say why." : null}>
        {(control) => <Textarea {...control} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}
