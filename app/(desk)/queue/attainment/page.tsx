import type { Metadata } from "next";
import { attainmentQuery, loadAttainmentParams } from "@/components/attainment/attainment-address";
import { AttainmentPage } from "@/components/attainment/attainment-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "SLA attainment" };

export default async function Page({ searchParams }: PageProps<"/queue/attainment">) {
  prefetch(trpc.approvals.attainment.queryOptions(attainmentQuery(await loadAttainmentParams(searchParams))));
  return (
    <HydrateClient>
      <AttainmentPage />
    </HydrateClient>
  );
}
