import type { Metadata } from "next";
import { queuePaging, queueQuery, readQueueFilter } from "@/components/approvals/queue-address";
import { QueuePage } from "@/components/approvals/queue-page";
import { requireActor } from "@/server/platform/session";
import { HydrateClient, prefetch, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Queue" };

export default async function Page({ searchParams }: PageProps<"/queue">) {
  const params = await searchParams;
  prefetchInfinite(trpc.approvals.queue.infiniteQueryOptions(queueQuery(readQueueFilter(params)), queuePaging));
  if (typeof params.open === "string") prefetch(trpc.approvals.byId.queryOptions({ id: params.open }));
  const actor = await requireActor();
  return (
    <HydrateClient>
      <QueuePage mayTake={actor.roles.has("approver")} />
    </HydrateClient>
  );
}
