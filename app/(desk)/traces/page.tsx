import type { Metadata } from "next";
import { filterOf, loadTracesParams } from "@/components/traces/trace-address";
import { TracesPage } from "@/components/traces/traces-page";
import { clock } from "@/server/platform/clock";
import { HydrateClient, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Traces" };

export default async function Page({ searchParams }: PageProps<"/traces">) {
  const params = await loadTracesParams(searchParams);
  prefetchInfinite(
    trpc.traces.list.infiniteQueryOptions(filterOf(params, clock.now().getTime()), { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <HydrateClient>
      <TracesPage />
    </HydrateClient>
  );
}
