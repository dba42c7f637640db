import type { Metadata } from "next";
import { NewChainPage } from "@/components/escalation/chain-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New chain" };

export default function Page() {
  prefetch(trpc.identity.directory.queryOptions());
  prefetch(trpc.schedules.onCall.list.queryOptions());
  return (
    <HydrateClient>
      <NewChainPage />
    </HydrateClient>
  );
}
