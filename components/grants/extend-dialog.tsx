"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { Grant } from "./grant-type";
import { localMoment } from "./prepare-grant";
import { reasonFault, WhyField } from "./why-field";

const DAY_MS = 86_400_000;

/** Asks for a later end: an operator, somebody else, confirms it. */
export function ExtendDialog({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const [until, setUntil] = useState(() => localMoment(Date.parse(grant.endsAt) + DAY_MS));
  const [reason, setReason] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const ask = useMutation(
    useTRPC().grants.askExtension.mutationOptions({
      onSuccess: () => {
        toast("Asked. It lasts longer once an operator confirms it.");
        onClose();
      },
    }),
  );
  const isUndated = Number.isNaN(Date.parse(until));
  const fault = reasonFault(reason);
  return (
    <FormDialog
      title="Ask for a later end"
      description="A second person, an operator, has to confirm it. Until then the grant ends when it would."
      verb="Ask"
      isPending={ask.isPending}
      error={ask.error && sentenceOf(ask.error)}
      onClose={onClose}
      onSubmit={() => {
        setIsChecked(true);
        if (fault === null && !isUndated) ask.mutate({ id: grant.id, until: new Date(until).toISOString(), reason: reason.trim() });
      }}
    >
      <Field label="New end" isRequired error={isChecked && isUndated ? "Choose a day and a time: there is always an end." : null}>
        {(control) => <Input {...control} type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />}
      </Field>
      <WhyField reason={reason} error={isChecked ? fault : null} onChange={setReason} />
    </FormDialog>
  );
}
