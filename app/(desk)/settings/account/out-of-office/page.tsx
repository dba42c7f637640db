import type { Metadata } from "next";
import { DelegationsPage } from "@/components/approvals/delegations-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Out of office" };

export default function Page() {
  prefetch(trpc.approvals.delegations.queryOptions());
  prefetch(trpc.approvals.delegationChoices.queryOptions());
  return (
    <HydrateClient>
      <DelegationsPage />
    </HydrateClient>
  );
}
