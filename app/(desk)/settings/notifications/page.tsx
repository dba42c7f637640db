import type { Metadata } from "next";
import { WebhooksPage } from "@/components/notifications/webhooks-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Notifications" };

export default function Page() {
  prefetch(trpc.notifications.settings.queryOptions());
  return (
    <HydrateClient>
      <WebhooksPage />
    </HydrateClient>
  );
}
