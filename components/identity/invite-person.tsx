"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { InvitePersonInput } from "@/server/identity/schema";
import { ChoiceList } from "./choice-list";
import { ROLE_CHOICES } from "./role-words";

type Props = { readonly onClose: () => void; readonly onInvited: (name: string, url: string) => void };

/** Adds a person, who then sets a password by a one-time link. */
export function InvitePerson({ onClose, onInvited }: Props) {
  const trpc = useTRPC();
  const directory = useQuery(trpc.identity.directory.queryOptions());
  const invite = useMutation(trpc.identity.people.invite.mutationOptions());
  const form = useForm<z.input<typeof InvitePersonInput>, unknown, z.output<typeof InvitePersonInput>>({
    resolver: zodResolver(InvitePersonInput),
    defaultValues: { name: "", email: "", title: "", roles: [], groupIds: [] },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    try {
      const { link } = await invite.mutateAsync(input);
      onClose();
      onInvited(input.name, link.url);
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  const groups = (directory.data?.groups ?? []).map((group) => ({ value: group.id, label: group.name }));
  return (
    <FormDialog
      title="Invite someone"
      description="You get a one-time link to hand over. Reeve sends no mail."
      verb="Invite"
      isPending={form.formState.isSubmitting}
      error={errors.root?.message}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Name" isRequired error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="off" autoFocus {...form.register("name")} />}
      </Field>
      <Field label="E-mail" isRequired hint="Agents name people by it. It cannot be changed later." error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="off" {...form.register("email")} />}
      </Field>
      <Field label="Title" error={errors.title?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register("title")} />}
      </Field>
      <ChoiceList legend="Roles" choices={ROLE_CHOICES} error={errors.roles?.message} field={form.register("roles")} isTall />
      <ChoiceList legend="Groups" choices={groups} field={form.register("groupIds")} none="There are no groups yet." />
    </FormDialog>
  );
}
