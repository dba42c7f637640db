import type { Metadata } from "next";
import { overviewQuery, readSpan } from "@/components/overview/overview-address";
import { OverviewPage } from "@/components/overview/overview-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ searchParams }: PageProps<"/overview">) {
  const days = readSpan((await searchParams).days);
  prefetch(trpc.overview.home.queryOptions());
  prefetch(trpc.overview.read.queryOptions(overviewQuery(days)));
  return (
    <HydrateClient>
      <OverviewPage days={days} />
    </HydrateClient>
  );
}
