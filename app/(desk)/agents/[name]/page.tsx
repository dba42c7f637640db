import type { Metadata } from "next";
import { AgentPage } from "@/components/fleet/agent-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export async function generateMetadata({ params }: PageProps<"/agents/[name]">): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: PageProps<"/agents/[name]">) {
  const name = decodeURIComponent((await params).name);
  prefetch(trpc.fleet.agent.queryOptions({ name }));
  prefetch(trpc.fleet.tools.queryOptions());
  return (
    <HydrateClient>
      <AgentPage key={name} name={name} />
    </HydrateClient>
  );
}
