import type { Metadata } from "next";
import { grantFilterOf, loadGrantParams } from "@/components/grants/grants-address";
import { GrantsPage } from "@/components/grants/grants-page";
import { HydrateClient, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Standing grants" };

export default async function Page({ searchParams }: PageProps<"/queue/grants">) {
  const params = await loadGrantParams(searchParams);
  prefetchInfinite(trpc.grants.list.infiniteQueryOptions(grantFilterOf(params), { getNextPageParam: (page) => page.nextCursor }));
  return (
    <HydrateClient>
      <GrantsPage />
    </HydrateClient>
  );
}
