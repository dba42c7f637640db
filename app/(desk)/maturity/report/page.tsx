import type { Metadata } from "next";
import { ReportPage } from "@/components/maturity/report-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Board report" };

export default function Page() {
  prefetch(trpc.maturity.report.queryOptions());
  return (
    <HydrateClient>
      <ReportPage />
    </HydrateClient>
  );
}
