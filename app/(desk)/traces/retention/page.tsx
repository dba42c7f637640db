import type { Metadata } from "next";
import { RetentionPage } from "@/components/traces/retention-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Retention of traces" };

export default function Page() {
  prefetch(trpc.traces.retention.read.queryOptions());
  return (
    <HydrateClient>
      <RetentionPage />
    </HydrateClient>
  );
}
