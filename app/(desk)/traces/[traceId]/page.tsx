import type { Metadata } from "next";
import { TracePage } from "@/components/traces/trace-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Trace" };

export default async function Page({ params }: PageProps<"/traces/[traceId]">) {
  const { traceId } = await params;
  prefetch(trpc.traces.skeleton.queryOptions({ traceId }));
  return (
    <HydrateClient>
      <TracePage traceId={traceId} />
    </HydrateClient>
  );
}
