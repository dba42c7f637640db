"use client";

import { useMutation } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { DecideSwitchInput, type WindowDays } from "@/server/advice/schema";
import { ADVICE_PARAMS, shareIn } from "./advice-address";
import { reasonWords, type Task } from "./prepare-advice";

type Props = { readonly task: Task; readonly to: string; readonly days: WindowDays; readonly onClose: () => void };

/** Accepts or declines a proposed switch, with a reason that stays on the record. */
export function ReviewForm({ task, to, days, onClose }: Props) {
  const [{ share }] = useQueryStates(ADVICE_PARAMS);
  const { register, handleSubmit, setError, formState } = useForm<{
    verdict: DecideSwitchInput["verdict"];
    share: string;
    reason: string;
  }>({ defaultValues: { verdict: "accepted", share: String(Math.max(1, shareIn(share))), reason: "" } });
  const { errors } = formState;
  const { taskClass } = task.task;
  const from = task.advice.current.model;
  const decide = useMutation(
    useTRPC().advice.decide.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: (_, { verdict }) => {
        toast(verdict === "accepted" ? "Accepted. What comes of it will stand here." : "Declined. It is not proposed again.");
        onClose();
      },
    }),
  );
  const submit = handleSubmit((draft) => {
    const read = DecideSwitchInput.safeParse({ ...draft, taskClass, from, to, days, share: Number(draft.share) });
    if (read.success) return decide.mutate(read.data);
    for (const { path, message } of read.error.issues) setError(path[0] === "share" ? "share" : "reason", { message });
  });
  return (
    <FormDialog
      title="Review the switch"
      description={
        <>
          {taskClass}: from {from} to {to}. {reasonWords(task).join(" ")} Reeve changes no agent: tell whoever builds it.
        </>
      }
      verb="Keep the decision"
      isPending={decide.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <fieldset className="flex flex-col gap-2 text-sm">
        <legend className="mb-1 font-medium">Decision</legend>
        <label className="flex items-center gap-2">
          <input type="radio" value="accepted" {...register("verdict")} /> Accept: agents of this task class are to switch
        </label>
        <label className="flex items-center gap-2">
          <input type="radio" value="declined" {...register("verdict")} /> Decline: it stays as it is
        </label>
      </fieldset>
      <Field label="Share of the traffic, in percent" isRequired error={errors.share?.message}>
        {(control) => <Input {...control} {...register("share")} inputMode="numeric" autoComplete="off" className="w-24" />}
      </Field>
      <Field label="Reason" isRequired error={errors.reason?.message}>
        {(control) => <Textarea {...control} {...register("reason")} />}
      </Field>
    </FormDialog>
  );
}
