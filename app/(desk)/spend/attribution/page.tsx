import type { Metadata } from "next";
import { AttributionPage } from "@/components/spend/attribution-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Attribution" };

export default async function Page() {
  prefetch(trpc.traces.attribution.rules.queryOptions());
  return (
    <HydrateClient>
      <AttributionPage />
    </HydrateClient>
  );
}
