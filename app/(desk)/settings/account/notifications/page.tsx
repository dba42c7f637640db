import type { Metadata } from "next";
import { PreferencesPage } from "@/components/notifications/preferences-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Your notifications" };

export default function Page() {
  prefetch(trpc.notifications.preferences.queryOptions());
  return (
    <HydrateClient>
      <PreferencesPage />
    </HydrateClient>
  );
}
