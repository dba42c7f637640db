"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

type Draft = { readonly reason: string };

/** Proposes that a criterion does not apply here; a second person confirms it. */
export function ExcludeForm({ criterion, onClose }: { readonly criterion: string; readonly onClose: () => void }) {
  const { register, handleSubmit, setError, formState } = useForm<Draft>({ defaultValues: { reason: "" } });
  const { errors } = formState;
  const exclude = useMutation(
    useTRPC().maturity.exclude.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("Proposed. A second person must confirm it.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={`${criterion} does not apply`}
      description="It is left out of the level once a second person has confirmed it. The board report says how much was left out."
      verb="Propose"
      isPending={exclude.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(({ reason }) => exclude.mutate({ criterion, reason }))}
    >
      <Field label="Reason" isRequired error={errors.reason?.message}>
        {(control) => <Textarea {...control} {...register("reason")} rows={3} />}
      </Field>
    </FormDialog>
  );
}
