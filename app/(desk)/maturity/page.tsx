import type { Metadata } from "next";
import { TREND_DAYS } from "@/components/maturity/maturity-address";
import { MaturityPage } from "@/components/maturity/maturity-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Maturity" };

export default function Page() {
  prefetch(trpc.maturity.scorecard.queryOptions());
  prefetch(trpc.maturity.history.queryOptions({ days: TREND_DAYS }));
  return (
    <HydrateClient>
      <MaturityPage />
    </HydrateClient>
  );
}
