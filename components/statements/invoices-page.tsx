"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { SpendTabs } from "@/components/spend/spend-tabs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Invoices } from "@/server/statements/invoice-schema";
import { reconciledWords } from "./invoice-words";
import { UploadForm } from "./upload-form";

/** Providers' invoices, each held against what was counted. */
export function InvoicesPage() {
  const query = useQuery(useTRPC().statements.invoices.queryOptions());
  const [isUploading, setUploading] = useState(false);
  const action = query.data?.canUpload && <Button onClick={() => setUploading(true)}>Upload an invoice</Button>;
  return (
    <>
      <PageHeader
        parent={
          <Link href="/spend/statements" className="hover:text-ink">
            Statements
          </Link>
        }
        title="Invoices"
        state="What providers ask for, held against what was counted"
        actions={query.data && query.data.invoices.length > 0 && action}
      />
      <SpendTabs current="statements" />
      {query.data ? (
        query.data.invoices.length === 0 ? (
          <EmptyState title="No invoice is here yet" action={action}>
            Upload a provider's costs by day and model, and see how near what Reeve counted comes to them, and why it differs.
          </EmptyState>
        ) : (
          <List invoices={query.data.invoices} />
        )
      ) : query.isError ? (
        <ErrorState title="The invoices could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <div role="status" aria-label="The invoices are loading" className="px-4 md:px-6">
          <Skeleton className="h-40" />
        </div>
      )}
      {isUploading && <UploadForm onClose={() => setUploading(false)} />}
    </>
  );
}

const List = ({ invoices }: Pick<Invoices, "invoices">) => (
  <ul className="border-t border-line">
    {invoices.map((invoice) => (
      <li key={invoice.id} className="border-b border-line px-4 py-3 md:px-6">
        <Link href={`/spend/statements/invoices/${invoice.id}`} className="link font-medium wrap-anywhere">
          {reconciledWords(invoice)}
        </Link>
        <p className="text-sm wrap-anywhere text-ink-2">
          {invoice.provider}, {invoice.fileName}, uploaded by {invoice.by?.name ?? "someone who is gone"}, <Time at={invoice.at} />
        </p>
      </li>
    ))}
  </ul>
);
