import type { Metadata } from "next";
import { idOf, loadCompareParams } from "@/components/traces/compare-address";
import { ComparePage } from "@/components/traces/compare-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Compare traces" };

export default async function Page({ searchParams }: PageProps<"/traces/compare">) {
  const params = await loadCompareParams(searchParams);
  const [a, b] = [idOf(params.a), idOf(params.b)];
  if (a !== null && b !== null) prefetch(trpc.traces.compare.queryOptions({ a, b }));
  return (
    <HydrateClient>
      <ComparePage />
    </HydrateClient>
  );
}
