"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { GRANT_REASON_MAX_LENGTH } from "@/server/grants/schema";
import type { Grant } from "./grant-type";
import { localMoment } from "./prepare-grant";

const DAY_MS = 86_400_000;
const MIN_REASON = 3;

/** Asks for a later end: an operator, somebody else, confirms it. */
export function ExtendDialog({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const [until, setUntil] = useState(() => localMoment(Date.parse(grant.endsAt) + DAY_MS));
  const [reason, setReason] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const formId = useId();
  const ask = useMutation(
    useTRPC().grants.askExtension.mutationOptions({
      onSuccess: () => {
        toast("Asked. It lasts longer once an operator confirms it.");
        onClose();
      },
    }),
  );
  const isUndated = Number.isNaN(Date.parse(until));
  const isMissing = reason.trim().length < MIN_REASON;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Ask for a later end"
      description="A second person, an operator, has to confirm it. Until then the grant ends when it would."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isPending={ask.isPending}>
            Ask
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setIsChecked(true);
          if (!isMissing && !isUndated) ask.mutate({ id: grant.id, until: new Date(until).toISOString(), reason: reason.trim() });
        }}
      >
        <Field label="New end" isRequired error={isChecked && isUndated ? "Choose a day and a time: there is always an end." : null}>
          {(control) => <Input {...control} type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />}
        </Field>
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
        <FormError>{ask.error && sentenceOf(ask.error)}</FormError>
      </form>
    </Dialog>
  );
}
