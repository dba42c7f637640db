"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { specOf } from "@/server/records/core/kinds";
import type { RecordResource } from "@/server/records/schema";

/** Ends a record that was wrong altogether, for a reason. */
export function WithdrawForm({ record, onClose }: { readonly record: RecordResource; readonly onClose: () => void }) {
  const { register, handleSubmit, setError, formState } = useForm<{ reason: string }>({ defaultValues: { reason: "" } });
  const { errors } = formState;
  const withdraw = useMutation(
    useTRPC().records.withdraw.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("Withdrawn. It counts no more.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={`Withdraw: ${specOf(record.kind).label}`}
      description="It stays to be read with your reason, and counts no more. This cannot be taken back."
      verb="Withdraw"
      isDanger
      isPending={withdraw.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(({ reason }) => withdraw.mutate({ id: record.id, reason }))}
    >
      <Field label="Reason" isRequired error={errors.reason?.message}>
        {(control) => (
          <Textarea
            {...control}
            {...register("reason", { validate: (reason) => reason.trim().length > 2 || "Say why, in a few words." })}
            rows={2}
          />
        )}
      </Field>
    </FormDialog>
  );
}
