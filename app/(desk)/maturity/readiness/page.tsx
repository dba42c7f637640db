import type { Metadata } from "next";
import { ReadinessPage } from "@/components/maturity/readiness-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Readiness" };

export default function Page() {
  prefetch(trpc.maturity.readiness.queryOptions());
  return (
    <HydrateClient>
      <ReadinessPage />
    </HydrateClient>
  );
}
