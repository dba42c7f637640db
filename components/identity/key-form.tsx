"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { CreateKeyInput } from "@/server/identity/schema";
import { ChoiceList } from "./choice-list";
import { SCOPE_CHOICES } from "./role-words";

type Props = { readonly onClose: () => void; readonly onMade: (name: string, key: string) => void };

/** Makes a key with a name, scopes, and the one agent it may speak for. */
export function KeyForm({ onClose, onMade }: Props) {
  const trpc = useTRPC();
  const create = useMutation(trpc.identity.keys.create.mutationOptions());
  const form = useForm<z.input<typeof CreateKeyInput>, unknown, z.output<typeof CreateKeyInput>>({
    resolver: zodResolver(CreateKeyInput),
    defaultValues: { name: "", scopes: ["actions:write", "actions:read"], agentName: null },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    try {
      const { key } = await create.mutateAsync(input);
      onClose();
      onMade(input.name, key);
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <FormDialog
      title="Create an API key"
      description="You see the key once, after this."
      verb="Create"
      isPending={form.formState.isSubmitting}
      error={errors.root?.message}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Name" isRequired hint="What uses it, to tell keys apart." error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="off" autoFocus {...form.register("name")} />}
      </Field>
      <Field label="Agent" hint="The key speaks for this agent alone. Empty: for any agent." error={errors.agentName?.message}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            placeholder="sales-agent"
            {...form.register("agentName", { setValueAs: (value: string | null) => value?.trim() || null })}
          />
        )}
      </Field>
      <ChoiceList legend="Scopes" choices={SCOPE_CHOICES} error={errors.scopes?.message} field={form.register("scopes")} isTall />
    </FormDialog>
  );
}
