"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatCents } from "@/components/spend/prepare-spend";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { InvoiceDetail } from "@/server/statements/invoice-schema";
import { CAUSE_WORDS, reconciledWords } from "./invoice-words";

const Parent = () => (
  <Link href="/spend/statements/invoices" className="hover:text-ink">
    Invoices
  </Link>
);

/** One invoice held against what was counted, day by day and model by model. */
export function InvoicePage({ id }: { readonly id: string }) {
  const query = useQuery(useTRPC().statements.invoice.queryOptions({ id }));
  if (query.data) return <Detail invoice={query.data} />;
  if (!query.isError) {
    return (
      <div role="status" aria-label="The invoice is loading" className="px-4 pt-4 md:px-6">
        <Skeleton className="h-64" />
      </div>
    );
  }
  return (
    <>
      <PageHeader title="Invoice" parent={<Parent />} />
      {isMissing(query.error) || query.error.data?.code === "BAD_REQUEST" ? (
        <EmptyState title="There is no such invoice">It may have been taken back. The record keeps who did.</EmptyState>
      ) : (
        <ErrorState title="The invoice could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
    </>
  );
}

function Detail({ invoice }: { readonly invoice: InvoiceDetail }) {
  const [isRemoving, setRemoving] = useState(false);
  const { fileName, provider, by, at, canRemove, rates, currency } = invoice;
  return (
    <>
      <PageHeader
        parent={<Parent />}
        title={fileName}
        state={
          <>
            {provider}, uploaded by {by?.name ?? "someone who is gone"}, <Time at={at} />
          </>
        }
        actions={canRemove && <Button onClick={() => setRemoving(true)}>Take back</Button>}
      />
      <div className="grid max-w-5xl px-4 pb-10 md:px-6">
        <p className="max-w-[70ch] pb-6 text-lg text-pretty">{reconciledWords(invoice)}.</p>
        {rates !== null && (
          <details className="pb-6 text-sm">
            <summary className="link w-fit cursor-pointer max-md:py-3">Converted from {currency} by the rate of each day</summary>
            <ul className="mt-2 grid gap-1 font-mono text-xs">
              {rates.map(({ day, rate }) => (
                <li key={day}>
                  {day}: 1 {currency} = {rate} USD
                </li>
              ))}
            </ul>
          </details>
        )}
        <Causes invoice={invoice} />
        <Differences invoice={invoice} />
      </div>
      {isRemoving && <RemoveForm id={invoice.id} onClose={() => setRemoving(false)} />}
    </>
  );
}

const Causes = ({ invoice }: { readonly invoice: InvoiceDetail }) => (
  <Section title="Why they differ" note="What was counted less what was asked for.">
    <dl className="grid gap-3">
      {invoice.causes.map(({ cause, lines, differenceMicroUsd }) => (
        <div key={cause} className="grid gap-x-6 text-sm sm:grid-cols-[12rem_8rem_1fr]">
          <dt className="font-medium">{CAUSE_WORDS[cause].name}</dt>
          <dd className="sm:text-right">{formatCents(differenceMicroUsd)}</dd>
          <dd className="text-ink-2">
            {formatCount(lines)} {lines === 1 ? "line" : "lines"}. {CAUSE_WORDS[cause].hint}
          </dd>
        </div>
      ))}
    </dl>
  </Section>
);

function Differences({ invoice: { differences, lines } }: { readonly invoice: InvoiceDetail }) {
  const shown =
    differences.length < lines
      ? `The ${differences.length} largest differences of ${formatCount(lines)}.`
      : "The largest difference first.";
  return (
    <Section title="By day and model" note={`Days of UTC, US dollars. ${shown}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="By day and model, as a table">
        <Table caption="By day and model" isInset>
          <thead>
            <tr>
              <Th>Day</Th>
              <Th>Model</Th>
              <Th isNumeric>Asked for</Th>
              <Th isNumeric>Counted</Th>
              <Th>Why</Th>
            </tr>
          </thead>
          <tbody>
            {differences.map((one) => (
              <Tr key={`${one.day} ${one.model}`}>
                <Td className="whitespace-nowrap">{one.day}</Td>
                <Td className="font-mono text-xs wrap-anywhere">{one.model}</Td>
                <Td isNumeric>{formatCents(one.invoiceMicroUsd)}</Td>
                <Td isNumeric>{formatCents(one.countedMicroUsd)}</Td>
                <Td className="whitespace-nowrap">{CAUSE_WORDS[one.cause].name}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </section>
    </Section>
  );
}

function RemoveForm({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const router = useRouter();
  const remove = useMutation(
    useTRPC().statements.removeInvoice.mutationOptions({ onSuccess: () => router.push("/spend/statements/invoices") }),
  );
  return (
    <FormDialog
      title="Take this invoice back?"
      description="It is no longer held against what was counted. The record keeps that it was here."
      verb="Take back"
      isDanger
      isPending={remove.isPending}
      error={remove.error === null ? null : sentenceOf(remove.error)}
      onClose={onClose}
      onSubmit={() => remove.mutate({ id })}
    />
  );
}
