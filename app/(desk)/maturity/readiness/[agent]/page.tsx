import type { Metadata } from "next";
import { AgentReadinessPage } from "@/components/maturity/agent-readiness-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export async function generateMetadata({ params }: PageProps<"/maturity/readiness/[agent]">): Promise<Metadata> {
  return { title: `Readiness of ${decodeURIComponent((await params).agent)}` };
}

export default async function Page({ params }: PageProps<"/maturity/readiness/[agent]">) {
  const agent = decodeURIComponent((await params).agent);
  prefetch(trpc.maturity.agentReadiness.queryOptions({ agent }));
  return (
    <HydrateClient>
      <AgentReadinessPage key={agent} name={agent} />
    </HydrateClient>
  );
}
