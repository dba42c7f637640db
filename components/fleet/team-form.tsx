"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
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
    <Dialog
      isOpen
      onClose={onClose}
      width="sm"
      title={team === null ? "Add a team" : `Rename ${team.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="team-form" variant="primary" isPending={isPending}>
            {team === null ? "Add" : "Rename"}
          </Button>
        </>
      }
    >
      <form id="team-form" onSubmit={(event) => void save(event)} noValidate>
        <Field
          label="Name"
          isRequired
          error={formState.errors.name?.message ?? error?.message}
          hint={team === null ? undefined : "Rules that name the team by its old name no longer fit it."}
        >
          {(control) => <Input {...control} {...register("name")} autoComplete="off" autoFocus />}
        </Field>
      </form>
    </Dialog>
  );
}
