import type { Metadata } from "next";
import { InvoicePage } from "@/components/statements/invoice-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Invoice" };

export default async function Page({ params }: PageProps<"/spend/statements/invoices/[id]">) {
  const { id } = await params;
  prefetch(trpc.statements.invoice.queryOptions({ id }));
  return (
    <HydrateClient>
      <InvoicePage id={id} />
    </HydrateClient>
  );
}
