import type { Metadata } from "next";
import { RedactionPage } from "@/components/traces/redaction-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Redaction of traces" };

export default function Page() {
  prefetch(trpc.traces.redaction.rules.queryOptions());
  return (
    <HydrateClient>
      <RedactionPage />
    </HydrateClient>
  );
}
