import type { Metadata } from "next";
import { MaturityPage } from "@/components/maturity/maturity-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Maturity" };

export default function Page() {
  prefetch(trpc.maturity.scorecard.queryOptions());
  return (
    <HydrateClient>
      <MaturityPage />
    </HydrateClient>
  );
}
