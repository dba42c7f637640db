import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { frameOf } from "@/components/traces/prepare-spread";
import { filterOf, loadTracesParams, narrowedOf } from "@/components/traces/trace-address";
import { TracesPage } from "@/components/traces/traces-page";
import { viewHref } from "@/components/views/view-address";
import { clock } from "@/server/platform/clock";
import { caller, HydrateClient, prefetch, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Traces" };

export default async function Page({ searchParams }: PageProps<"/traces">) {
  // An address that asks for nothing opens the list as its reader chose.
  if (Object.keys(await searchParams).length === 0) {
    const view = await caller.views.default({ page: "traces" }).catch(() => null); // not signed in: the frame leads to the sign-in
    if (view !== null) redirect(viewHref("/traces", view));
  }
  const params = await loadTracesParams(searchParams);
  const nowMs = clock.now().getTime();
  prefetch(trpc.traces.spread.queryOptions({ ...narrowedOf(params), frame: frameOf(params, nowMs) }));
  prefetchInfinite(trpc.traces.list.infiniteQueryOptions(filterOf(params, nowMs), { getNextPageParam: (page) => page.nextCursor }));
  return (
    <HydrateClient>
      <TracesPage />
    </HydrateClient>
  );
}
