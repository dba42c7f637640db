import type { Metadata } from "next";
import { GapsPage } from "@/components/maturity/gaps-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Gaps" };

export default function Page() {
  prefetch(trpc.maturity.gaps.queryOptions());
  return (
    <HydrateClient>
      <GapsPage />
    </HydrateClient>
  );
}
