import type { Metadata } from "next";
import { TeamsPage } from "@/components/maturity/teams-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Teams of the scorecard" };

export default function Page() {
  prefetch(trpc.maturity.teams.queryOptions());
  return (
    <HydrateClient>
      <TeamsPage />
    </HydrateClient>
  );
}
