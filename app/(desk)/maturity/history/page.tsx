import type { Metadata } from "next";
import { HistoryPage } from "@/components/maturity/history-page";
import { HydrateClient } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "History of maturity" };

export default function Page() {
  return (
    <HydrateClient>
      <HistoryPage />
    </HydrateClient>
  );
}
