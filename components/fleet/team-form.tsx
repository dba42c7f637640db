"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { TeamName, type TeamRow } from "@/server/fleet/schema";

const TeamValues = z.object({ name: TeamName });

type Props = { readonly team: TeamRow | null; readonly onClose: () => void };

/** Adds a team, or gives one another name. */
export function TeamForm({ team, onClose }: Props) {
  const trpc = useTRPC();
  const { register, handleSubmit, formState } = useForm<z.infer<typeof TeamValues>>({
    resolver: zodResolver(TeamValues),
    defaultValues: { name: team?.name ?? "" },
  });
  const create = useMutation(trpc.fleet.createTeam.mutationOptions({ onSuccess: onClose }));
  const rename = useMutation(trpc.fleet.renameTeam.mutationOptions({ onSuccess: onClose }));
  const save = handleSubmit(({ name }) =>
    team === null ? create.mutate({ name }) : rename.mutate({ id: team.id, from: team.name, to: name }),
  );
  const { error, isPending } = team === null ? create : rename;
  return (
    <FormDialog
      width="sm"
      title={team === null ? "Add a team" : `Rename ${team.name}`}
      verb={team === null ? "Add" : "Rename"}
      isPending={isPending}
      onClose={onClose}
      onSubmit={save}
    >
      <Field
        label="Name"
        isRequired
        error={formState.errors.name?.message ?? error?.message}
        hint={team === null ? undefined : "Rules that name the team by its old name no longer fit it."}
      >
        {(control) => <Input {...control} {...register("name")} autoComplete="off" autoFocus />}
      </Field>
    </FormDialog>
  );
}
