"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { type Overview, SPANS, type Span } from "@/server/overview/schema";
import { Actions } from "./actions";
import { Agents } from "./agents";
import { Home } from "./home";
import { overviewQuery, spanHref } from "./overview-address";
import { People } from "./people";
import { prepareSentence } from "./prepare-overview";

const REFRESH_MS = 5 * 60_000;

/** The executive's home: what it costs, how well it is run, whether people keep up; then what agents asked and who decided. */
export function OverviewPage({ days }: { readonly days: Span }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.overview.read.queryOptions(overviewQuery(days), { placeholderData: keepPreviousData, refetchInterval: REFRESH_MS }),
  );
  const tabs = SPANS.map((span) => ({ label: `${span} days`, href: spanHref(span), isCurrent: span === days }));
  return (
    <div className="max-w-6xl">
      <PageHeader
        title="Overview"
        state={query.data ? prepareSentence(query.data) : "What it costs, how well it is run, and what is open"}
      />
      <Home />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-t border-line px-4 pt-4 pb-3 md:px-6">
        <p className="text-sm text-ink-2">
          {query.data ? (
            <>
              The last {query.data.days} days, as of <Time at={query.data.asOf} />
            </>
          ) : (
            `The last ${days} days`
          )}
        </p>
        <Tabs label="How far to look back" tabs={tabs} />
      </div>
      {query.data ? (
        <Figures overview={query.data} isStale={query.isPlaceholderData} />
      ) : query.isError ? (
        <ErrorState title="The figures could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {query.error.message} Agents and people go on working meanwhile.
        </ErrorState>
      ) : (
        <Waiting />
      )}
    </div>
  );
}

const Figures = ({ overview, isStale }: { readonly overview: Overview; readonly isStale: boolean }) => (
  <div className={clsx("px-4 pb-10 transition-opacity md:px-6", isStale && "opacity-60")} aria-busy={isStale}>
    <Actions overview={overview} />
    <People overview={overview} />
    <Agents overview={overview} />
  </div>
);

/** The page's shape while its figures are on their way. */
const Waiting = () => (
  <div role="status" aria-label="The figures are loading" className="flex flex-col gap-8 px-4 md:px-6">
    <Skeleton className="h-6 w-4/5 max-w-[40ch]" />
    <Skeleton className="h-72" />
    <Skeleton className="h-28" />
    <Skeleton className="h-56" />
  </div>
);
