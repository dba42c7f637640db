import type { Metadata } from "next";
import { NewOnCallPage } from "@/components/schedules/on-call-form";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New on-call schedule" };

export default function Page() {
  prefetch(trpc.identity.organisation.queryOptions());
  prefetch(trpc.identity.directory.queryOptions());
  return (
    <HydrateClient>
      <NewOnCallPage />
    </HydrateClient>
  );
}
