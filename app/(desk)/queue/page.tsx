import type { Metadata } from "next";
import { queuePaging, queueQuery, readQueueFilter } from "@/components/approvals/queue-address";
import { QueuePage } from "@/components/approvals/queue-page";
import { requireActor } from "@/server/platform/session";
import { HydrateClient, prefetch, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Queue" };

export default async function Page({ searchParams }: PageProps<"/queue">) {
  const params = await searchParams;
  const isDecider = (await requireActor()).roles.has("approver");
  prefetchInfinite(trpc.approvals.queue.infiniteQueryOptions(queueQuery(readQueueFilter(params, isDecider)), queuePaging));
  prefetch(trpc.approvals.delegations.queryOptions());
  prefetch(trpc.approvals.reviewCounts.queryOptions());
  if (typeof params.open === "string") prefetch(trpc.approvals.byId.queryOptions({ id: params.open }));
  return (
    <HydrateClient>
      <QueuePage isDecider={isDecider} />
    </HydrateClient>
  );
}
