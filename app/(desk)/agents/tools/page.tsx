import type { Metadata } from "next";
import { ToolsPage } from "@/components/fleet/tools-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Tools" };

export default function Page() {
  prefetch(trpc.identity.account.me.queryOptions()); // whether to say what the role operator is needed for
  prefetch(trpc.fleet.tools.queryOptions());
  prefetch(trpc.fleet.counts.queryOptions());
  return (
    <HydrateClient>
      <ToolsPage />
    </HydrateClient>
  );
}
