import type { Metadata } from "next";
import { TeamsPage } from "@/components/fleet/teams-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Teams" };

export default function Page() {
  prefetch(trpc.identity.account.me.queryOptions()); // whether to say what the role operator is needed for
  prefetch(trpc.fleet.teams.queryOptions());
  prefetch(trpc.fleet.counts.queryOptions());
  return (
    <HydrateClient>
      <TeamsPage />
    </HydrateClient>
  );
}
