"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TimeZoneField } from "@/components/ui/time-zone-field";
import { toast } from "@/components/ui/toast";
import type { Brief } from "@/server/statements/brief-schema";

type Draft = { readonly every: "never" | "weekly" | "monthly"; readonly timeZone: string };

/** How often the reader is sent the brief. */
export function BriefForm({ brief, onClose }: { readonly brief: Brief; readonly onClose: () => void }) {
  const zone = brief.sent?.timeZone ?? brief.timeZone;
  const { register, handleSubmit, setError, formState } = useForm<Draft>({
    defaultValues: { every: brief.sent?.every ?? "never", timeZone: zone },
  });
  const { errors } = formState;
  const choose = useMutation(
    useTRPC().statements.chooseBrief.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: (_, { every }) => {
        toast(every === null ? "The brief is no longer sent to you." : "The brief is sent to you from now on.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title="Have the brief sent"
      description={
        brief.hasEmail
          ? "It comes as an e-mail and to the inbox, at eight in the morning."
          : "It comes to the inbox at eight in the morning. E-mail is not set up here."
      }
      verb="Save"
      isPending={choose.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(({ every, timeZone }) => choose.mutate({ every: every === "never" ? null : every, timeZone }))}
    >
      <Field label="How often" error={errors.every?.message}>
        {(control) => (
          <Select {...control} {...register("every")}>
            <option value="never">Never</option>
            <option value="weekly">Every Monday</option>
            <option value="monthly">On the first day of a month</option>
          </Select>
        )}
      </Field>
      <TimeZoneField inForce={zone} field={register("timeZone")} error={errors.timeZone?.message} />
    </FormDialog>
  );
}
