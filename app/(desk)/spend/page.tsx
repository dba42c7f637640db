import type { Metadata } from "next";
import { loadSpendParams, queryOf } from "@/components/spend/spend-address";
import { SpendPage } from "@/components/spend/spend-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Spend" };

export default async function Page({ searchParams }: PageProps<"/spend">) {
  prefetch(trpc.spend.explore.queryOptions(queryOf(await loadSpendParams(searchParams))));
  return (
    <HydrateClient>
      <SpendPage />
    </HydrateClient>
  );
}
