"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { CsvButton } from "@/components/ui/csv-button";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ExploreInput, Reported } from "@/server/spend/schema";
import { formatCents } from "./prepare-spend";
import { signedCents } from "./prepare-why";

const REASON_WORDS: Readonly<Record<Reported["reasons"][number]["reason"], { readonly name: string; readonly note: string }>> = {
  container: { name: "Said again by a step around", note: "an agent, task or turn reports the sum of the calls below it" },
  told_twice: { name: "Told by two instrumentations", note: "two steps tell of one call; the first counts" },
  cache: {
    name: "Cached tokens",
    note: "more is said of calls that used a cache, as where cached tokens are counted twice or at the full price",
  },
  rate: { name: "Another rate", note: "the sender reckons by prices that are not those of the table" },
  unpriced: { name: "No price here", note: "the sender has one; what it says is not taken over" },
  missing: { name: "No tokens told", note: "a cost without usage cannot be checked, so it is not counted" },
  silent: { name: "Nothing said", note: "counted from tokens; the sender says no cost" },
};

/** What senders say that calls cost, led over to what is counted: each difference by its reason, with the steps that differ most. */
export function ReportedSection({ query }: { readonly query: ExploreInput }) {
  const found = useQuery(useTRPC().spend.reported.queryOptions(query));
  const { data } = found;
  if (found.isError)
    return (
      <Section title="Reported against counted">
        <ErrorState title="The comparison could not be read" onRetry={() => void found.refetch()} isRetrying={found.isFetching}>
          {sentenceOf(found.error)}
        </ErrorState>
      </Section>
    );
  return (
    <Section
      title="Reported against counted"
      note={
        data?.reportedMicroUsd === null
          ? "The senders of these calls do not say what they cost."
          : "From what senders say to what is counted: the differences by their reasons add up."
      }
      action={data && data.reasons.length > 0 && <CsvButton what="the comparison" file="spend-reported" csv={() => csvOf(data)} />}
    >
      {data === undefined ? <Skeleton className="h-32" /> : data.reportedMicroUsd !== null && <Steps data={data} />}
    </Section>
  );
}

const Steps = ({ data }: { readonly data: Reported }) => (
  <Table caption="From what is reported to what is counted" isInset>
    <thead>
      <tr>
        <Th>Why</Th>
        <Th isNumeric className="max-md:hidden">
          Steps
        </Th>
        <Th isNumeric>Amount</Th>
        <Th className="max-md:hidden">Differ most</Th>
      </tr>
    </thead>
    <tbody>
      <Tr>
        <Td className="font-medium">Reported, all steps</Td>
        <Td className="max-md:hidden" />
        <Td isNumeric className="font-medium">
          {formatCents(data.reportedMicroUsd ?? "0")}
        </Td>
        <Td className="max-md:hidden" />
      </Tr>
      {data.reasons.map(({ reason, steps, differenceMicroUsd, traces }) => (
        <Tr key={reason}>
          <Td className="h-auto! py-1.5 whitespace-normal!">
            {REASON_WORDS[reason].name}
            <span className="block max-w-[48ch] text-xs text-ink-3">{REASON_WORDS[reason].note}</span>
          </Td>
          <Td isNumeric className="text-ink-2 max-md:hidden">
            {steps === null ? "" : formatCount(steps)}
          </Td>
          <Td isNumeric>{signedCents(BigInt(differenceMicroUsd))}</Td>
          <Td className="max-md:hidden">
            {traces.map(({ traceId, spanId, differenceMicroUsd: own }) => (
              <Link
                key={spanId}
                prefetch={false}
                href={`/traces/${traceId}?view=timeline&step=${spanId}`}
                className="link mr-3 text-xs"
                aria-label={`Step that differs by ${signedCents(BigInt(own))}`}
              >
                {signedCents(BigInt(own))}
              </Link>
            ))}
          </Td>
        </Tr>
      ))}
    </tbody>
    <tfoot>
      <Tr className="font-semibold hover:bg-transparent">
        <Th scope="row" className="h-9! text-sm! font-semibold! text-ink!">
          Counted
        </Th>
        <Td className="max-md:hidden" />
        <Td isNumeric>{formatCents(data.countedMicroUsd)}</Td>
        <Td className="text-xs font-normal text-ink-3 max-md:hidden">
          {data.same > 0 && `Of ${formatCount(data.same)} calls both say the same.`}
        </Td>
      </Tr>
    </tfoot>
  </Table>
);

const csvOf = ({ reportedMicroUsd, countedMicroUsd, reasons }: Reported) => ({
  head: ["Why", "Steps", "Amount (USD)"],
  rows: [
    ["Reported, all steps", null, Number(reportedMicroUsd ?? 0) / 1e6],
    ...reasons.map(({ reason, steps, differenceMicroUsd }) => [REASON_WORDS[reason].name, steps, Number(differenceMicroUsd) / 1e6]),
    ["Counted", null, Number(countedMicroUsd) / 1e6],
  ],
});
