"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import type { TeamRow } from "@/server/fleet/schema";

type Props = { readonly team: TeamRow; readonly onClose: () => void };

/** Says who pays for a team; empty is nobody yet. */
export function CostCentreForm({ team, onClose }: Props) {
  const trpc = useTRPC();
  const { register, handleSubmit } = useForm({ defaultValues: { costCentre: team.costCentre ?? "" } });
  const { mutate, error, isPending } = useMutation(trpc.fleet.setCostCentre.mutationOptions({ onSuccess: onClose }));
  const save = handleSubmit(({ costCentre }) => mutate({ id: team.id, from: team.costCentre, to: costCentre.trim() || null }));
  return (
    <FormDialog width="sm" title={`Who pays for ${team.name}`} verb="Save" isPending={isPending} onClose={onClose} onSubmit={save}>
      <Field label="Cost centre" error={error?.message} hint="As the books call it. What the team spent before is shown under it, too.">
        {(control) => <Input {...control} {...register("costCentre")} maxLength={40} autoComplete="off" autoFocus />}
      </Field>
    </FormDialog>
  );
}
