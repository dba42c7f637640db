import type { Metadata } from "next";
import { OnCallsPage } from "@/components/schedules/on-calls-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "On call" };

export default function Page() {
  prefetch(trpc.schedules.onCall.list.queryOptions());
  return (
    <HydrateClient>
      <OnCallsPage />
    </HydrateClient>
  );
}
