import type { Metadata } from "next";
import { RecordsPage } from "@/components/records/records-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Records" };

export default function Page() {
  prefetch(trpc.records.choices.queryOptions());
  return (
    <HydrateClient>
      <RecordsPage />
    </HydrateClient>
  );
}
