import type { Metadata } from "next";
import { queuePaging, queueQuery, readQueueFilter } from "@/components/approvals/queue-address";
import { RequestPage } from "@/components/approvals/request-page";
import { requireActor } from "@/server/platform/session";
import { HydrateClient, prefetch, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Request" };

export default async function Page({ params, searchParams }: PageProps<"/queue/[approvalId]">) {
  const { approvalId } = await params;
  const isDecider = (await requireActor()).roles.has("approver");
  prefetch(trpc.approvals.byId.queryOptions({ id: approvalId }));
  prefetchInfinite(trpc.approvals.queue.infiniteQueryOptions(queueQuery(readQueueFilter(await searchParams, isDecider)), queuePaging));
  return (
    <HydrateClient>
      <RequestPage id={approvalId} isDecider={isDecider} />
    </HydrateClient>
  );
}
