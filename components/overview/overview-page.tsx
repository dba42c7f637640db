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
import { overviewQuery, spanHref } from "./overview-address";
import { People } from "./people";
import { prepareSentence } from "./prepare-overview";

const REFRESH_MS = 5 * 60_000;

/** The executive's home: what agents asked, who decided, what needs a look. */
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
        state={
          query.data ? (
            <>
              The last {query.data.days} days, as of <Time at={query.data.asOf} />
            </>
          ) : (
            `The last ${days} days`
          )
        }
        actions={<Tabs label="How far to look back" tabs={tabs} />}
      />
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
    <p className="max-w-[65ch] pb-5 text-lg text-pretty">{prepareSentence(overview)}</p>
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
