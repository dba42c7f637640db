"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { verdictWords } from "@/server/maturity/core/card-words";
import type { RoundRow } from "@/server/maturity/schema";

type Draft = { readonly verdict: string; readonly reason: string };
type ResolveFormProps = { readonly round: RoundRow; readonly isCriterion: boolean; readonly onClose: () => void };

/** Settles what two assessors saw differently. */
export function ResolveForm({ round, isCriterion, onClose }: ResolveFormProps) {
  const choices = [...new Set(round.assessments.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])))].sort((a, b) => a - b);
  const { register, handleSubmit, setError, formState } = useForm<Draft>({
    defaultValues: { verdict: String(choices[0] ?? 0), reason: "" },
  });
  const { errors } = formState;
  const resolve = useMutation(
    useTRPC().maturity.resolve.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("Resolved. The next check counts it.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title="Resolve the disagreement"
      description="Both verdicts and their reasons stay on record."
      verb="Resolve"
      isPending={resolve.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(({ verdict, reason }) => resolve.mutate({ id: round.id, verdict: Number(verdict), reason }))}
    >
      <Field label="Verdict" isRequired error={errors.verdict?.message}>
        {(control) => (
          <Select {...control} {...register("verdict")}>
            {choices.map((verdict) => (
              <option key={verdict} value={verdict}>
                {verdictWords(verdict, isCriterion)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Reason" isRequired error={errors.reason?.message}>
        {(control) => <Textarea {...control} {...register("reason")} rows={3} />}
      </Field>
    </FormDialog>
  );
}
