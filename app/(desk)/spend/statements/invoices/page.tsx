import type { Metadata } from "next";
import { InvoicesPage } from "@/components/statements/invoices-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Invoices" };

export default function Page() {
  prefetch(trpc.statements.invoices.queryOptions());
  return (
    <HydrateClient>
      <InvoicesPage />
    </HydrateClient>
  );
}
