import type { Metadata } from "next";
import { RoadmapPage } from "@/components/maturity/roadmap-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Roadmap" };

export default function Page() {
  prefetch(trpc.maturity.roadmap.queryOptions());
  prefetch(trpc.maturity.scorecard.queryOptions());
  return (
    <HydrateClient>
      <RoadmapPage />
    </HydrateClient>
  );
}
