import type { Metadata } from "next";
import { AuditLog } from "@/components/audit/audit-log";
import { filterOf, loadAuditParams } from "@/components/audit/filter";
import { clock } from "@/server/platform/clock";
import { HydrateClient, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const params = await loadAuditParams(searchParams);
  prefetchInfinite(
    trpc.audit.list.infiniteQueryOptions(filterOf(params, clock.now().getTime()), { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <HydrateClient>
      <AuditLog />
    </HydrateClient>
  );
}
