import type { Metadata } from "next";
import { PricesPage } from "@/components/spend/prices-page";
import { clock } from "@/server/platform/clock";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Prices" };

export default function Page() {
  prefetch(trpc.pricing.table.queryOptions());
  return (
    <HydrateClient>
      <PricesPage today={clock.now().toISOString().slice(0, 10)} />
    </HydrateClient>
  );
}
