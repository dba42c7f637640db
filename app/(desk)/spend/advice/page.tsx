import type { Metadata } from "next";
import { adviceQueryOf, loadAdviceParams } from "@/components/advice/advice-address";
import { AdvicePage } from "@/components/advice/advice-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Routing advice" };

export default async function Page({ searchParams }: PageProps<"/spend/advice">) {
  prefetch(trpc.advice.page.queryOptions(adviceQueryOf(await loadAdviceParams(searchParams))));
  return (
    <HydrateClient>
      <AdvicePage />
    </HydrateClient>
  );
}
