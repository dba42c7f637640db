"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { traceHref } from "@/components/traces/trace-address";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { CsvButton } from "@/components/ui/csv-button";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { MOST_RUNS, RUN_ORDERS, type RunLine, type RunList as RunListed } from "@/server/spend/runs-schema";
import { formatEach, OUTCOME_WORDS } from "./prepare-runs";
import { nameWords } from "./prepare-spend";
import { narrowedBy, queryOf, RUNS_ID, type SpendParams, spendHref } from "./spend-address";

const FIRST = 20;
const ORDER_WORDS = { dearest: "The dearest", newest: "The newest" } as const;

/** The runs that the page is narrowed to, each a way to its trace: what every drill-down ends at. */
export function RunList({ params }: { readonly params: SpendParams }) {
  const order = params.order ?? "dearest";
  const limit = Math.min(Math.max(params.runs ?? FIRST, 1), MOST_RUNS);
  const found = useQuery(
    useTRPC().spend.runList.queryOptions({ of: queryOf(params), order, limit }, { placeholderData: keepPreviousData }),
  );
  const { data } = found;
  return (
    <div id={RUNS_ID} className="scroll-mt-4">
      <Section
        title="Runs"
        note={data === undefined ? "The runs of these days." : noteOf(data, narrowedBy(params).length > 0)}
        action={data && data.runs.length > 0 && <CsvButton what="the runs" file="spend-runs" csv={() => csvOf(data.runs)} />}
      >
        <div className="-mx-2 pb-2">
          <Tabs
            label="Order of runs"
            tabs={RUN_ORDERS.map((one) => ({
              label: ORDER_WORDS[one],
              href: `${spendHref(params, { order: one === "dearest" ? null : one })}#${RUNS_ID}`,
              isCurrent: one === order,
            }))}
          />
        </div>
        {found.isError ? (
          <ErrorState title="The runs could not be read" onRetry={() => void found.refetch()} isRetrying={found.isFetching}>
            {sentenceOf(found.error)}
          </ErrorState>
        ) : (
          <Found list={data} params={params} limit={limit} />
        )}
      </Section>
    </div>
  );
}

const noteOf = ({ total }: RunListed, isNarrowed: boolean): string =>
  `${formatCount(total)} ${total === 1 ? "run" : "runs"} of these days${isNarrowed ? ", of what the page is narrowed to" : ""}. What one cost is of all its calls.`;

type FoundProps = { readonly list: RunListed | undefined; readonly params: SpendParams; readonly limit: number };

function Found({ list, params, limit }: FoundProps) {
  if (list === undefined) return <Skeleton className="h-40" />;
  if (list.runs.length === 0) return <p className="text-sm text-ink-2">No run began in these days.</p>;
  return (
    <>
      <RunTable runs={list.runs} />
      {list.total > list.runs.length && (
        <p className="pt-2 text-sm text-ink-2">
          {limit < MOST_RUNS ? (
            <Link
              href={spendHref(params, { runs: Math.min(limit + 40, MOST_RUNS) })}
              scroll={false}
              className="link underline underline-offset-2 max-md:py-3"
            >
              Show more runs
            </Link>
          ) : (
            `Only ${formatCount(MOST_RUNS)} are listed. Narrow the page or the days to see the others.`
          )}
        </p>
      )}
    </>
  );
}

const RunTable = ({ runs }: { readonly runs: readonly RunLine[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="relative max-h-120 overflow-auto" tabIndex={0} aria-label="Runs, as a table">
    <Table caption="Runs of these days" isInset>
      <thead>
        <tr>
          <Th>Run</Th>
          <Th className="max-md:hidden">Task class</Th>
          <Th className="max-md:hidden">Began</Th>
          <Th>Ended</Th>
          <Th isNumeric>Cost</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ traceId, name, agent, taskClass, startedAt, outcome, costMicroUsd }) => (
          <Tr key={traceId}>
            <Td className="max-w-64 min-w-36">
              <Link href={traceHref(traceId)} prefetch={false} className="block truncate font-medium hover:underline max-md:py-2">
                {nameWords(agent ?? name)}
              </Link>
            </Td>
            <Td className="text-ink-2 max-md:hidden">{taskClass === null ? "–" : nameWords(taskClass)}</Td>
            <Td className="text-ink-2 max-md:hidden">
              <Time at={startedAt} />
            </Td>
            <Td className="text-ink-2">{OUTCOME_WORDS[outcome]}</Td>
            <Td isNumeric>{formatEach(costMicroUsd, 1)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  </section>
);

const csvOf = (runs: readonly RunLine[]) => ({
  head: ["Trace", "Agent", "Task class", "Began", "Ended", "Cost (USD)"],
  rows: runs.map(({ traceId, name, agent, taskClass, startedAt, outcome, costMicroUsd }) => [
    traceId,
    agent ?? name,
    taskClass,
    startedAt,
    OUTCOME_WORDS[outcome],
    Number(costMicroUsd) / 1e6,
  ]),
});
