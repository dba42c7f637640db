import type { Metadata } from "next";
import { AgentsPage } from "@/components/fleet/agents-page";
import { agentsQuery, readAgentFilter } from "@/components/fleet/fleet-address";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Agents" };

export default async function Page({ searchParams }: PageProps<"/agents">) {
  const filter = readAgentFilter(await searchParams);
  prefetch(trpc.identity.account.me.queryOptions()); // whether to say what the role operator is needed for
  prefetch(trpc.fleet.counts.queryOptions());
  prefetch(trpc.fleet.teams.queryOptions());
  prefetch(trpc.fleet.agents.queryOptions(agentsQuery("registered", filter)));
  prefetch(trpc.fleet.agents.queryOptions(agentsQuery("shadow", filter)));
  return (
    <HydrateClient>
      <AgentsPage />
    </HydrateClient>
  );
}
