import type { Metadata } from "next";
import { DeliveriesPage } from "@/components/notifications/deliveries-page";
import { deliveryFilterOf, loadDeliveryParams } from "@/components/notifications/delivery-address";
import { HydrateClient, prefetch, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Deliveries" };

export default async function Page({ searchParams }: PageProps<"/settings/notifications/deliveries">) {
  const params = await loadDeliveryParams(searchParams);
  prefetch(trpc.notifications.deliveries.summary.queryOptions());
  prefetchInfinite(
    trpc.notifications.deliveries.list.infiniteQueryOptions(deliveryFilterOf(params), { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <HydrateClient>
      <DeliveriesPage />
    </HydrateClient>
  );
}
