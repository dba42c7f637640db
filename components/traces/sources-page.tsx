"use client";

import { useQuery } from "@tanstack/react-query";
import { isForbidden, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { named } from "@/server/traces/core/words";
import type { SourceCounts } from "@/server/traces/service";
import { HowToSend } from "./no-traces";
import { prepareSource } from "./prepare-sources";
import { SessionChecks } from "./session-checks";
import { TracesTabs } from "./traces-tabs";

const REFRESH_MS = 10_000;
export const SOURCE_DAYS = 7;

/** Who sends telemetry, and what became of it. */
export function SourcesPage() {
  const query = useQuery(useTRPC().traces.sources.queryOptions({ days: SOURCE_DAYS }, { refetchInterval: REFRESH_MS }));
  return (
    <>
      <PageHeader
        title="Traces"
        state={`Who sent telemetry in the last ${SOURCE_DAYS} days, and what became of it. Nothing is dropped unsaid.`}
      />
      <TracesTabs current="sources" />
      {query.isPending && <SkeletonRows rows={6} label="Loading sources" />}
      {query.isError && <Unread query={query} />}
      {query.data?.length === 0 && (
        <EmptyState title="Whoever sends telemetry will be listed here">
          <HowToSend />
        </EmptyState>
      )}
      {query.data !== undefined && query.data.length > 0 && <Sources sources={query.data} />}
      {query.data !== undefined && query.data.length > 0 && <SessionChecks days={SOURCE_DAYS} />}
    </>
  );
}

type UnreadProps = {
  readonly query: { readonly error: { readonly message: string }; readonly isFetching: boolean; readonly refetch: () => unknown };
};

const Unread = ({ query }: UnreadProps) =>
  isForbidden(query.error) ? (
    <EmptyState title="Sources are not open to your role">{sentenceOf(query.error)} An administrator can change your roles.</EmptyState>
  ) : (
    <ErrorState title="The sources could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
      {sentenceOf(query.error)}
    </ErrorState>
  );

function Sources({ sources }: { readonly sources: readonly SourceCounts[] }) {
  return (
    <Table caption={`Sources of the last ${SOURCE_DAYS} days`}>
      <thead>
        <tr>
          <Th>Service</Th>
          <Th className="max-md:hidden">Key</Th>
          <Th isNumeric>Accepted</Th>
          <Th isNumeric className="max-md:hidden">
            Sent again
          </Th>
          <Th isNumeric className="max-md:hidden">
            Cut short
          </Th>
          <Th isNumeric>Rejected</Th>
          <Th className="max-lg:hidden">Why</Th>
          <Th isNumeric className="max-md:hidden">
            Last in the hour from
          </Th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} />
        ))}
      </tbody>
    </Table>
  );
}

function SourceRow({ source }: { readonly source: SourceCounts }) {
  const { accepted, duplicate, truncated, rejected, reasons } = prepareSource(source.counts);
  return (
    <Tr>
      <Td className="py-2">
        <span className="font-medium wrap-anywhere">{named(source.service)}</span>
        <span className="block text-xs text-ink-3 wrap-anywhere">{named(source.sdk)}</span>
        {reasons !== "" && <span className="block text-xs text-danger lg:hidden">{reasons}</span>}
      </Td>
      <Td className="text-ink-2 max-md:hidden">{named(source.keyName)}</Td>
      <Td isNumeric>{accepted}</Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        {duplicate}
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        {truncated}
      </Td>
      <Td isNumeric className={rejected === "0" ? "text-ink-2" : "font-medium text-danger"}>
        {rejected}
      </Td>
      <Td className="max-w-96 text-ink-2 max-lg:hidden">
        {reasons === "" ? <span className="text-ink-3">nothing rejected</span> : reasons}
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        <Time at={source.lastAt} />
      </Td>
    </Tr>
  );
}
