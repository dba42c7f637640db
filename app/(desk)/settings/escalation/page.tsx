import type { Metadata } from "next";
import { EscalationPage } from "@/components/escalation/escalation-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Escalation" };

export default function Page() {
  prefetch(trpc.escalation.chains.queryOptions());
  prefetch(trpc.approvals.clock.targets.queryOptions());
  return (
    <HydrateClient>
      <EscalationPage />
    </HydrateClient>
  );
}
