"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { CreateGroupInput, SetMembersInput } from "@/server/identity/schema";
import { ChoiceList } from "./choice-list";
import type { GroupOfSettings } from "./groups-page";

const FormSchema = z.object({ name: CreateGroupInput.shape.name, personIds: SetMembersInput.shape.personIds });
type Form = z.output<typeof FormSchema>;

/** Makes a group, or changes its name and members. */
export function GroupForm({ group, onClose }: { readonly group: GroupOfSettings | null; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const directory = useQuery(trpc.identity.directory.queryOptions());
  const create = useMutation(trpc.identity.groups.create.mutationOptions());
  const rename = useMutation(trpc.identity.groups.rename.mutationOptions());
  const setMembers = useMutation(trpc.identity.groups.setMembers.mutationOptions());
  const form = useForm<Form>({
    resolver: zodResolver(FormSchema),
    defaultValues: { name: group?.name ?? "", personIds: group?.members.map((member) => member.id) ?? [] },
  });
  const { errors, dirtyFields } = form.formState;
  const submit = form.handleSubmit(async ({ name, personIds }) => {
    try {
      const groupId = group?.id ?? (await create.mutateAsync({ name })).groupId;
      if (group !== null && dirtyFields.name) await rename.mutateAsync({ groupId, name });
      if (dirtyFields.personIds) await setMembers.mutateAsync({ groupId, personIds });
      toast(group === null ? `${name} is a group now.` : "Saved.");
      onClose();
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  // Deactivated members stay in the list, so that saving does not drop them unseen.
  const active = directory.data?.people ?? [];
  const others = (group?.members ?? []).filter((member) => !active.some((person) => person.id === member.id));
  const choices = [...active, ...others].map((person) => ({ value: person.id, label: person.name, hint: person.email }));
  return (
    <FormDialog
      title={group === null ? "Add a group" : group.name}
      description="Members who are approvers decide what is asked of the group, from their next click on."
      verb={group === null ? "Add" : "Save"}
      isPending={form.formState.isSubmitting}
      error={errors.root?.message}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Name" isRequired error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="off" autoFocus {...form.register("name")} />}
      </Field>
      <ChoiceList
        legend="Members"
        choices={choices}
        error={errors.personIds?.message}
        field={form.register("personIds")}
        isTall
        none="Loading the people…"
      />
    </FormDialog>
  );
}
