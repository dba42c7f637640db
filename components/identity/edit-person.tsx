"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { RenamePersonInput, SetRolesInput } from "@/server/identity/schema";
import { ChoiceList } from "./choice-list";
import { FormDialog } from "./form-dialog";
import type { Person } from "./prepare-people";
import { showRefusal } from "./problem";
import { ROLE_CHOICES } from "./role-words";

const FormSchema = RenamePersonInput.extend(SetRolesInput.shape);

/** Changes a person's name, title and roles. Roles hold from the person's next click on. */
export function EditPerson({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const rename = useMutation(trpc.identity.people.rename.mutationOptions());
  const setRoles = useMutation(trpc.identity.people.setRoles.mutationOptions());
  const form = useForm<z.input<typeof FormSchema>, unknown, z.output<typeof FormSchema>>({
    resolver: zodResolver(FormSchema),
    defaultValues: { personId: person.id, name: person.name, title: person.title ?? "", roles: [...person.roles] },
  });
  const { errors, dirtyFields } = form.formState;
  const submit = form.handleSubmit(async ({ personId, name, title, roles }) => {
    try {
      // Roles first: they are what may be refused.
      if (dirtyFields.roles) await setRoles.mutateAsync({ personId, roles });
      if (dirtyFields.name || dirtyFields.title) await rename.mutateAsync({ personId, name, title });
      toast("Saved.");
      onClose();
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <FormDialog
      title={person.name}
      description={person.email}
      verb="Save"
      isPending={form.formState.isSubmitting}
      error={errors.root?.message}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Name" isRequired error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="off" autoFocus {...form.register("name")} />}
      </Field>
      <Field label="Title" error={errors.title?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register("title")} />}
      </Field>
      <ChoiceList legend="Roles" choices={ROLE_CHOICES} error={errors.roles?.message} field={form.register("roles")} isTall />
    </FormDialog>
  );
}
