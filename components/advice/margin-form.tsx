"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { SetMarginInput, type TaskView } from "@/server/advice/schema";

type Props = { readonly taskClass: string; readonly margin: TaskView["margin"]; readonly onClose: () => void };

/** Says how much worse the success of a task class may be. */
export function MarginForm({ taskClass, margin, onClose }: Props) {
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { points: String(margin.points) } });
  const { errors } = formState;
  const set = useMutation(
    useTRPC().advice.setMargin.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("The margin is set. What is proposed follows it.");
        onClose();
      },
    }),
  );
  const submit = handleSubmit(({ points }) => {
    const read = SetMarginInput.safeParse({ taskClass, revision: margin.revision, points: points.trim() === "" ? null : Number(points) });
    if (!read.success) return setError("points", { message: read.error.issues[0]?.message ?? "is not a number" });
    set.mutate(read.data);
  });
  return (
    <FormDialog
      title={`The margin of ${taskClass}`}
      description="How much worse success may be, at 95 % confidence, before a cheaper model is not proposed."
      verb="Set the margin"
      isPending={set.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field
        label="Points of success"
        isRequired
        error={errors.points?.message}
        hint="3 means: from 90 % to 87 % at worst. A wider margin needs fewer runs."
      >
        {(control) => <Input {...control} {...register("points")} inputMode="decimal" autoComplete="off" autoFocus />}
      </Field>
    </FormDialog>
  );
}
