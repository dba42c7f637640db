import type { Metadata } from "next";
import { BriefPage } from "@/components/statements/brief-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Spend in brief" };

export default function Page() {
  prefetch(trpc.statements.brief.queryOptions());
  return (
    <HydrateClient>
      <BriefPage />
    </HydrateClient>
  );
}
