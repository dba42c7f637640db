"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Skeleton } from "@/components/ui/skeleton";
import { HomeAttainment } from "./home-attainment";
import { HomeMaturity } from "./home-maturity";
import { HomeRisks } from "./home-risks";
import { HomeSpend } from "./home-spend";

const REFRESH_MS = 5 * 60_000;

/** What an executive looks at first: what it costs, how well it is run, whether people keep up, and what is open. */
export function Home() {
  const { data: home, isError } = useQuery(useTRPC().overview.home.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  if (home === undefined)
    return isError ? (
      <p className="px-4 pb-4 text-base text-ink-2 md:px-6">Spend, maturity and risks could not be read. Their own pages may have them.</p>
    ) : (
      <div role="status" aria-label="What matters most is loading" className="grid gap-6 px-4 pb-8 md:grid-cols-2 md:px-6">
        <Skeleton className="h-56" />
        <Skeleton className="h-56" />
      </div>
    );
  return (
    <div className="grid gap-x-12 px-4 md:grid-cols-2 md:grid-rows-[auto_auto_1fr] md:px-6">
      {home.spend !== null && <HomeSpend spend={home.spend} />}
      <HomeMaturity maturity={home.maturity} />
      {home.attainment !== null && <HomeAttainment attainment={home.attainment} days={home.days} />}
      {home.risks !== null && <HomeRisks risks={home.risks} />}
    </div>
  );
}
