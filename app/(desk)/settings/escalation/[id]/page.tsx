import type { Metadata } from "next";
import { ChainPage } from "@/components/escalation/chain-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Chain" };

export default async function Page({ params }: PageProps<"/settings/escalation/[id]">) {
  const id = decodeURIComponent((await params).id);
  prefetch(trpc.escalation.chain.queryOptions({ id }));
  return (
    <HydrateClient>
      <ChainPage key={id} id={id} />
    </HydrateClient>
  );
}
