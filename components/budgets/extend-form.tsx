"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { ShownBudget } from "@/server/budgets/schema";
import { amountOf, typedOf, UNIT_HINTS } from "./prepare-budgets";

type Values = { readonly amount: string; readonly reason: string };

/** Half of the limit in dollars: what is asked for most is a click away. */
const half = ({ measure, limit }: ShownBudget): string => typedOf(measure, ((BigInt(limit) + 1n) / 2n).toString());

/** Asks for more until the window's end. Somebody else decides it in the queue. */
export function ExtendForm({ budget, onClose }: { readonly budget: ShownBudget; readonly onClose: () => void }) {
  const { measure } = budget;
  const { register, handleSubmit, setError, formState } = useForm<Values>({ defaultValues: { amount: half(budget), reason: "" } });
  const ask = useMutation(
    useTRPC().gate.extendBudget.mutationOptions({
      onSuccess: () => {
        toast("Asked for. Someone else decides it in the queue.");
        onClose();
      },
      onError: (error) => showRefusal(error, setError),
    }),
  );
  const send = ({ amount, reason }: Values) => {
    const read = amountOf(measure, amount);
    if (read === null) setError("amount", { message: "Enter an amount above zero." });
    else if (reason.trim() === "") setError("reason", { message: "Say why." });
    else ask.mutate({ id: budget.id, amount: read, reason });
  };
  const { errors } = formState;
  return (
    <FormDialog
      title={`Ask for more for ${budget.name}`}
      description="It is added to the running window alone, once somebody else approves it."
      verb="Ask for more"
      isPending={ask.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(send)}
    >
      <Field label="How much more" isRequired hint={UNIT_HINTS[measure]} error={errors.amount?.message ?? null}>
        {(control) => <Input {...control} {...register("amount")} inputMode="decimal" autoComplete="off" />}
      </Field>
      <Field label="Why" isRequired hint="Whoever decides reads it." error={errors.reason?.message ?? null}>
        {(control) => <Textarea {...control} {...register("reason")} rows={2} />}
      </Field>
    </FormDialog>
  );
}
