import type { Metadata } from "next";
import { LoopsPage } from "@/components/loops/loops-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Loops" };

export default function Page() {
  prefetch(trpc.identity.account.me.queryOptions()); // whether to say what the role operator is needed for
  prefetch(trpc.loops.page.queryOptions());
  return (
    <HydrateClient>
      <LoopsPage />
    </HydrateClient>
  );
}
