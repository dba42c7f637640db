"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { isForbidden, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { SIX_MONTHS_DAYS } from "@/server/traces/core/retention";
import type { RetentionPage as Page, StreamState } from "@/server/traces/retention-schema";
import { bytesWords, prepareDeletions, STREAM_WORDS } from "./prepare-retention";
import { RetentionForm } from "./retention-form";
import { TracesTabs } from "./traces-tabs";

/** How long traces are kept, with the proof: what the database holds, and what was deleted when. */
export function RetentionPage() {
  const [isOpen, setOpen] = useState(false);
  const query = useQuery(useTRPC().traces.retention.read.queryOptions());
  return (
    <>
      <PageHeader
        title="Traces"
        state="How long each part of a trace is kept, and what the database holds of it now. Days go whole, at midnight UTC."
        actions={query.data?.can.change === true && <Button onClick={() => setOpen(true)}>Change</Button>}
      />
      <TracesTabs current="retention" />
      {query.isPending && <SkeletonRows rows={4} rowClassName="h-14" label="Loading retention" />}
      {query.isError &&
        (isForbidden(query.error) ? (
          <EmptyState title="Retention is not open to your role">
            {sentenceOf(query.error)} An administrator can change your roles.
          </EmptyState>
        ) : (
          <ErrorState title="The retention could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
            {sentenceOf(query.error)}
          </ErrorState>
        ))}
      {query.data !== undefined && (
        <>
          <Streams page={query.data} />
          <Law page={query.data} />
          <Deletions />
        </>
      )}
      {isOpen && query.data !== undefined && <RetentionForm page={query.data} onClose={() => setOpen(false)} />}
    </>
  );
}

const Streams = ({ page }: { readonly page: Page }) => (
  <Table caption="Streams and how long they are kept">
    <thead>
      <tr>
        <Th>Stream</Th>
        <Th isNumeric>Kept for</Th>
        <Th isNumeric className="max-md:hidden">
          Oldest
        </Th>
        <Th isNumeric className="max-md:hidden">
          Newest
        </Th>
        <Th isNumeric className="max-lg:hidden">
          Records, about
        </Th>
        <Th isNumeric className="max-lg:hidden">
          Days with records
        </Th>
        <Th isNumeric className="max-md:pr-(--edge)">
          On disk
        </Th>
        <Th isNumeric className="max-md:hidden">
          Next to go
        </Th>
      </tr>
    </thead>
    <tbody>
      {page.streams.map((state) => (
        <StreamRow key={state.stream} state={state} />
      ))}
    </tbody>
  </Table>
);

function StreamRow({
  state: { stream, days, oldestAt, newestAt, records, fullDays, allDays, bytes, next },
}: {
  readonly state: StreamState;
}) {
  const { name, says } = STREAM_WORDS[stream];
  return (
    <Tr>
      <Td className="py-2">
        <span className="font-medium">{name}</span>
        <span className="block text-xs text-ink-3">{says}</span>
        {next !== null && (
          <span className="block text-xs text-ink-3 md:hidden">
            {next.day} is the oldest day; it goes <Time at={next.at} />.
          </span>
        )}
      </Td>
      <Td isNumeric>
        {days} <span className="text-ink-3">days</span>
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        {oldestAt === null ? <span className="text-ink-3">nothing yet</span> : <Time at={oldestAt} />}
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        {newestAt !== null && <Time at={newestAt} />}
      </Td>
      <Td isNumeric className="text-ink-2 max-lg:hidden">
        {formatCount(Number(records))}
      </Td>
      <Td isNumeric className="text-ink-2 max-lg:hidden">
        {formatCount(fullDays)} <span className="text-ink-3">of {formatCount(allDays)}</span>
      </Td>
      <Td isNumeric className="text-ink-2 max-md:pr-(--edge)">
        {bytesWords(bytes)}
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        {next === null ? (
          <span className="text-ink-3">nothing</span>
        ) : (
          <>
            {next.day}{" "}
            <span className="block text-xs text-ink-3">
              goes <Time at={next.at} />
            </span>
          </>
        )}
      </Td>
    </Tr>
  );
}

/** What law asks for, and where it conflicts: said, not decided. */
function Law({ page: { days, change } }: { readonly page: Page }) {
  const isShort = days.payloads < SIX_MONTHS_DAYS || days.metrics < SIX_MONTHS_DAYS;
  return (
    <div className="grid max-w-[75ch] gap-2 px-4 py-4 text-sm text-pretty text-ink-2 md:px-6">
      {change !== null && (
        <p>
          Changed by {change.author}, <Time at={change.at} />: {change.reason}
        </p>
      )}
      <p>
        The EU AI Act (articles 19 and 26) has logs kept for six months at least, unless other law, data protection above all, says
        otherwise. Steps and events are never kept for less than {SIX_MONTHS_DAYS} days. Payloads and metrics may go sooner, since they may
        hold personal data.
      </p>
      {isShort && (
        <p className="text-warn">
          Payloads or metrics are kept for less than six months. Which law comes first is yours to judge; Reeve only says that they differ.
        </p>
      )}
    </div>
  );
}

function Deletions() {
  const query = useQuery(useTRPC().audit.list.queryOptions({ kind: "retention.pruned", limit: 50 }));
  const deletions = prepareDeletions(query.data?.items ?? []);
  return (
    <section aria-labelledby="deleted">
      <h2 id="deleted" className="px-4 pt-2 pb-1 text-base font-semibold md:px-6">
        What was deleted
      </h2>
      {query.isPending && <SkeletonRows rows={2} label="Loading deletions" />}
      {query.isError && <p className="px-4 py-2 text-sm text-danger md:px-6">{sentenceOf(query.error)}</p>}
      {query.data !== undefined && deletions.length === 0 && (
        <p className="px-4 py-2 text-sm text-ink-2 md:px-6">
          Nothing yet: no day is past its retention. Each one that goes will be on the record.
        </p>
      )}
      {deletions.length > 0 && (
        <>
          <Table caption="Deleted days, the last first">
            <thead>
              <tr>
                <Th>Deleted</Th>
                <Th>Stream</Th>
                <Th>Day</Th>
                <Th isNumeric className="max-md:pr-(--edge)">
                  Records
                </Th>
                <Th isNumeric className="max-md:hidden">
                  On disk
                </Th>
              </tr>
            </thead>
            <tbody>
              {deletions.map(({ id, at, stream, day, records, bytes }) => (
                <Tr key={id}>
                  <Td>
                    <Time at={at} />
                  </Td>
                  <Td>{stream}</Td>
                  <Td>{day}</Td>
                  <Td isNumeric className="max-md:pr-(--edge)">
                    {formatCount(records)}
                  </Td>
                  <Td isNumeric className="text-ink-2 max-md:hidden">
                    {bytes}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          <p className="px-4 py-3 text-sm md:px-6">
            <Link className="link underline underline-offset-2" href="/audit?kind=retention">
              All of it in the audit log
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
