"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { ChoiceList } from "@/components/identity/choice-list";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { EVENTS } from "@/server/notifications/core/kinds";
import { CreateWebhookInput } from "@/server/notifications/schema";
import type { WebhookOfSettings } from "./webhooks-page";
import { EVENT_WORDS } from "./words";

const EVENT_CHOICES = EVENTS.map((event) => ({ value: event, label: event === "*" ? "Everything" : event, hint: EVENT_WORDS[event] }));

type Props = {
  /** The one to change; null for a new one. */
  readonly webhook: WebhookOfSettings | null;
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
};

/** Adds an endpoint, or changes one. */
export function WebhookForm({ webhook, onClose, onMade }: Props) {
  const trpc = useTRPC();
  const create = useMutation(trpc.notifications.webhooks.create.mutationOptions());
  const change = useMutation(trpc.notifications.webhooks.change.mutationOptions());
  type Input = z.input<typeof CreateWebhookInput>;
  const form = useForm<Input, unknown, z.output<typeof CreateWebhookInput>>({
    resolver: zodResolver(CreateWebhookInput),
    defaultValues: {
      url: webhook?.url ?? "",
      description: webhook?.description ?? "",
      events: (webhook?.events as Input["events"] | undefined) ?? ["approval.*"],
    },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    try {
      if (webhook !== null) {
        await change.mutateAsync({ ...input, endpointId: webhook.id });
        onClose();
        return;
      }
      const { secret } = await create.mutateAsync(input);
      onClose();
      onMade(secret);
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <FormDialog
      title={webhook === null ? "Add a webhook" : "Change the webhook"}
      description={webhook === null ? "You see its signing secret once, after this." : "What waits to be sent goes to the new address."}
      verb={webhook === null ? "Add" : "Save"}
      isPending={form.formState.isSubmitting}
      error={errors.root?.message}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field
        label="Address"
        isRequired
        hint="Called by https. Private addresses are refused unless the operator lists them."
        error={errors.url?.message}
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            placeholder="https://hooks.example.com/reeve"
            {...form.register("url")}
          />
        )}
      </Field>
      <Field label="Description" hint="What receives it." error={errors.description?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register("description")} />}
      </Field>
      <ChoiceList legend="Events" choices={EVENT_CHOICES} error={errors.events?.message} field={form.register("events")} isTall />
    </FormDialog>
  );
}
