"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { type Secret, SecretDialog } from "@/components/identity/secret-dialog";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { sentenceOf } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/trpc/root";
import { Channels } from "./channels";
import { DELIVERIES_HREF, SettingsHead } from "./settings-head";
import { WebhookForm } from "./webhook-form";
import { WebhooksTable } from "./webhooks-table";

export type SettingsOfNotifications = inferRouterOutputs<AppRouter>["notifications"]["settings"];
export type WebhookOfSettings = SettingsOfNotifications["webhooks"][number];

const NEW = "new";
const secretOf = (value: string, description: string): Secret => ({
  title: "Copy the signing secret",
  description,
  label: "Signing secret",
  value,
  kept: "Reeve keeps it sealed, to sign with.",
});

function sentence({ channels, webhooks }: SettingsOfNotifications): string {
  const on = [
    channels.email ? "e-mail" : "",
    channels.slack ? "Slack" : "",
    webhooks.some(({ disabledAt }) => disabledAt === null) ? "webhooks" : "",
  ];
  const names = on.filter(Boolean);
  return names.length === 0
    ? "Notices stay in the inbox: no other channel is set up."
    : `Beside the inbox, notices go out by ${names.join(", ")}.`;
}

/** The channels of the installation and the endpoints that it calls. */
export function WebhooksPage() {
  const settings = useQuery(useTRPC().notifications.settings.queryOptions());
  const [open, setOpen] = useQueryState("webhook", parseAsString);
  const [secret, setSecret] = useState<Secret | null>(null);
  const { acts, question, setQuestion } = useWebhookActs(setSecret);
  const canManage = settings.data?.canManage ?? false;
  const edited = settings.data?.webhooks.find(({ id }) => id === open);
  const add = (
    <Button variant="primary" onClick={() => void setOpen(NEW)}>
      Add a webhook
    </Button>
  );
  return (
    <>
      <SettingsHead state={settings.data && sentence(settings.data)} actions={canManage && add} />
      <Loaded query={settings} what="The settings">
        {({ channels, webhooks }) => (
          <>
            <Channels channels={channels} />
            <section aria-label="Webhooks" className="pt-8">
              <h2 className="px-4 text-base font-semibold md:px-6">Webhooks</h2>
              {webhooks.length === 0 ? (
                <EmptyState title="Addresses that Reeve calls will be here" action={canManage && add}>
                  A program of yours hears of requests and decisions at once, each call signed as Standard Webhooks has it.
                </EmptyState>
              ) : (
                <WebhooksTable
                  webhooks={webhooks}
                  canManage={canManage}
                  acts={{ ...acts, change: (webhook) => void setOpen(webhook.id) }}
                />
              )}
            </section>
          </>
        )}
      </Loaded>
      {canManage && open !== null && (open === NEW || edited) && (
        <WebhookForm
          webhook={edited ?? null}
          onClose={() => void setOpen(null)}
          onMade={(value) => setSecret(secretOf(value, "The receiver verifies with it that a call is from this Reeve."))}
        />
      )}
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

function useWebhookActs(show: (secret: Secret) => void) {
  const trpc = useTRPC();
  const router = useRouter();
  const [question, setQuestion] = useState<Question | null>(null);
  const onError = (error: { readonly message: string }) => void toast.error(sentenceOf(error));
  const enable = useMutation(trpc.notifications.webhooks.enable.mutationOptions());
  const rotate = useMutation(trpc.notifications.webhooks.rotate.mutationOptions());
  const remove = useMutation(trpc.notifications.webhooks.remove.mutationOptions());
  const test = useMutation(
    trpc.notifications.webhooks.test.mutationOptions({
      onError,
      onSuccess: ({ deliveryId }) => router.push(`${DELIVERIES_HREF}?open=${deliveryId}`),
    }),
  );
  const acts = {
    test: ({ id }: WebhookOfSettings) => test.mutate({ endpointId: id }),
    enable: ({ id }: WebhookOfSettings) => enable.mutate({ endpointId: id, isEnabled: true }, { onError }),
    disable: ({ id, url }: WebhookOfSettings) =>
      setQuestion({
        title: `Disable the webhook to ${new URL(url).host}?`,
        consequence: "Nothing is sent there until it is enabled again, and what waits to be sent is dropped.",
        verb: "Disable",
        act: () => enable.mutateAsync({ endpointId: id, isEnabled: false }),
      }),
    rotate: ({ id, url }: WebhookOfSettings) =>
      setQuestion({
        title: `Rotate the secret for ${new URL(url).host}?`,
        consequence: "You see the new secret once. For 24 hours each call is signed with both, so that the receiver can change over.",
        verb: "Rotate",
        act: () =>
          rotate
            .mutateAsync({ endpointId: id })
            .then(({ secret }) => show(secretOf(secret, "Give it to the receiver within 24 hours: until then the old one signs, too."))),
      }),
    remove: ({ id, url }: WebhookOfSettings) =>
      setQuestion({
        title: `Remove the webhook to ${new URL(url).host}?`,
        consequence: "It is not called again and cannot be brought back. Its deliveries stay in the log for 90 days.",
        verb: "Remove",
        act: () => remove.mutateAsync({ endpointId: id }),
      }),
  };
  return { acts, question, setQuestion };
}
