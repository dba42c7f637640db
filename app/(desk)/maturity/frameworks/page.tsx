import type { Metadata } from "next";
import { FrameworksPage } from "@/components/maturity/frameworks-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Control mapping" };

export default function Page() {
  prefetch(trpc.maturity.frameworks.queryOptions());
  return (
    <HydrateClient>
      <FrameworksPage />
    </HydrateClient>
  );
}
