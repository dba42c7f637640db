"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { STATE_WORDS } from "@/server/maturity/core/card-words";
import type { ItemRow } from "@/server/maturity/schema";

type CloseItemFormProps = { readonly item: ItemRow; readonly onClose: () => void };

/** Closes an item of the roadmap: done, or dropped. */
export function CloseItemForm({ item, onClose }: CloseItemFormProps) {
  const [outcome, setOutcome] = useState<"done" | "dropped">("done");
  const close = useMutation(
    useTRPC().maturity.closeItem.mutationOptions({
      onSuccess: () => {
        toast(`${item.criterion} is closed.`);
        onClose();
      },
    }),
  );
  const state = item.state === null ? "" : ` They say now: ${STATE_WORDS[item.state].toLowerCase()}.`;
  return (
    <FormDialog
      title={`Close ${item.criterion}`}
      description={`Closing it does not change the level: whether the criterion is met, the checks say.${state}`}
      verb="Close"
      isPending={close.isPending}
      error={close.error === null ? null : sentenceOf(close.error)}
      onClose={onClose}
      onSubmit={() => close.mutate({ id: item.id, revision: item.revision, outcome })}
    >
      <Field label="Outcome" isRequired>
        {(control) => (
          <Select {...control} value={outcome} onChange={({ target }) => setOutcome(target.value === "done" ? "done" : "dropped")}>
            <option value="done">Done</option>
            <option value="dropped">Dropped: nobody works on it any more</option>
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
