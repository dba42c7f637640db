import type { Metadata } from "next";
import { queuePaging, queueQuery, readQueueFilter } from "@/components/approvals/queue-address";
import { RequestPage } from "@/components/approvals/request-page";
import { HydrateClient, prefetch, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Request" };

export default async function Page({ params, searchParams }: PageProps<"/queue/[approvalId]">) {
  const { approvalId } = await params;
  prefetch(trpc.approvals.byId.queryOptions({ id: approvalId }));
  prefetchInfinite(trpc.approvals.queue.infiniteQueryOptions(queueQuery(readQueueFilter(await searchParams)), queuePaging));
  return (
    <HydrateClient>
      <RequestPage id={approvalId} />
    </HydrateClient>
  );
}
