import type { Metadata } from "next";
import { StatementsPage } from "@/components/statements/statements-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Statements" };

export default function Page() {
  prefetch(trpc.statements.list.queryOptions());
  return (
    <HydrateClient>
      <StatementsPage />
    </HydrateClient>
  );
}
