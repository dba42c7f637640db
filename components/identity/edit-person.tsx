"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { RenamePersonInput, SetRolesInput } from "@/server/identity/schema";
import { ChoiceList } from "./choice-list";
import type { Person } from "./prepare-people";
import { ROLE_CHOICES } from "./role-words";

/** A select says nobody with an empty text. */
const managerId = z.string().transform((id) => (id === "" ? null : id));
const FormSchema = RenamePersonInput.extend(SetRolesInput.shape).extend({ managerId });

type Props = { readonly person: Person; readonly people: readonly Person[]; readonly onClose: () => void };

/** Changes a person's name, title, manager and roles. Roles hold from the person's next click on. */
export function EditPerson({ person, people, onClose }: Props) {
  const trpc = useTRPC();
  const rename = useMutation(trpc.identity.people.rename.mutationOptions());
  const setRoles = useMutation(trpc.identity.people.setRoles.mutationOptions());
  const setManager = useMutation(trpc.identity.people.setManager.mutationOptions());
  const managers = people.filter(({ id, status }) => id !== person.id && (status !== "deactivated" || id === person.managerId));
  const form = useForm<z.input<typeof FormSchema>, unknown, z.output<typeof FormSchema>>({
    resolver: zodResolver(FormSchema),
    defaultValues: {
      personId: person.id,
      name: person.name,
      title: person.title ?? "",
      roles: [...person.roles],
      managerId: person.managerId ?? "",
    },
  });
  const { errors, dirtyFields } = form.formState;
  const submit = form.handleSubmit(async ({ personId, name, title, roles, managerId }) => {
    try {
      // First what may be refused.
      if (dirtyFields.managerId) await setManager.mutateAsync({ personId, managerId });
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
      <Field label="Manager" error={errors.managerId?.message} hint="A rule may ask the manager of an agent's owner.">
        {(control) => (
          <Select {...control} {...form.register("managerId")}>
            <option value="">Nobody</option>
            {managers.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {name}, {email}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ChoiceList legend="Roles" choices={ROLE_CHOICES} error={errors.roles?.message} field={form.register("roles")} isTall />
    </FormDialog>
  );
}
