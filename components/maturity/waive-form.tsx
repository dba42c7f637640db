"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

type Draft = { readonly ownerId: string; readonly reason: string; readonly until: string };

/** Accepts the risk of an open criterion: someone answers for it, for a reason, until a day. */
export function WaiveForm({ criterion, onClose }: { readonly criterion: string; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const people = useQuery(trpc.maturity.candidates.queryOptions());
  const { register, handleSubmit, setError, formState } = useForm<Draft>({ defaultValues: { ownerId: "", reason: "", until: "" } });
  const { errors } = formState;
  const waive = useMutation(
    trpc.maturity.waive.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("Waived. It does not lift the level.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={`Waive ${criterion}`}
      description="A waiver accepts the risk for a time. It never lifts a level, and it ends by itself."
      verb="Waive"
      isPending={waive.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit((draft) => waive.mutate({ criterion, ...draft }))}
    >
      <Field label="Who answers for it" isRequired error={errors.ownerId?.message}>
        {(control) => (
          <Select {...control} {...register("ownerId")}>
            <option value="">Choose a person</option>
            {(people.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Reason" isRequired error={errors.reason?.message}>
        {(control) => <Textarea {...control} {...register("reason")} rows={3} />}
      </Field>
      <Field label="Until" isRequired error={errors.until?.message}>
        {(control) => <Input {...control} {...register("until")} type="date" />}
      </Field>
    </FormDialog>
  );
}
