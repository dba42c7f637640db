"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

type Props = { readonly id: string; readonly onClose: () => void };

/** Says what is wrong with a statement. */
export function DisputeForm({ id, onClose }: Props) {
  const { register, handleSubmit, setError, formState } = useForm<{ reason: string }>({ defaultValues: { reason: "" } });
  const { errors } = formState;
  const dispute = useMutation(
    useTRPC().statements.dispute.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("The statement is disputed. Acknowledge it once it is settled.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title="Dispute this statement"
      description="Operators and auditors see the reason. The figures stay as they were closed; what is corrected comes in the next statement."
      verb="Dispute"
      hasShortcut
      isPending={dispute.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(({ reason }) => dispute.mutate({ id, reason }))}
    >
      <Field label="What is wrong with it" isRequired error={errors.reason?.message}>
        {(control) => <Textarea {...control} {...register("reason")} rows={4} />}
      </Field>
    </FormDialog>
  );
}

/** Makes a statement someone else's to acknowledge. */
export function HandOverForm({ id, ownerId, onClose }: Props & { readonly ownerId: string | null }) {
  const trpc = useTRPC();
  const people = useQuery(trpc.statements.candidates.queryOptions());
  const { register, handleSubmit, setError, formState } = useForm<{ ownerId: string }>({ defaultValues: { ownerId: "" } });
  const { errors } = formState;
  const give = useMutation(
    trpc.statements.handOver.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("Handed over, and told so.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title="Hand over this statement"
      description="Whoever has it says whether it is right."
      verb="Hand over"
      isPending={give.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit((draft) => give.mutate({ id, ...draft }))}
    >
      <Field label="To" isRequired error={errors.ownerId?.message && "Choose a person."}>
        {(control) => (
          <Select {...control} {...register("ownerId")}>
            <option value="">Choose a person</option>
            {people.data
              ?.filter((person) => person.id !== ownerId)
              .map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
