"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Attainment } from "@/server/approvals/attainment-schema";
import { measuredIn } from "@/server/approvals/core/attainment";
import { ATTAINMENT_PARAMS, type AttainmentParams, attainmentQuery, isNarrowed, NOTHING_NARROWED } from "./attainment-address";
import { AttainmentFilters } from "./attainment-filters";
import { Breaches } from "./breaches";
import { OverTime } from "./over-time";
import { formatShare, formatSpan, prepareCause, prepareChange, prepareSentence } from "./prepare-attainment";
import { Standings } from "./standings";
import { TimeToDecide } from "./time-to-decide";

const REFRESH_MS = 5 * 60_000;

type OnChange = (change: Partial<AttainmentParams>) => void;

/** How many requests are decided in time, and which were not. */
export function AttainmentPage() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(ATTAINMENT_PARAMS, { history: "push", scroll: false });
  const query = useQuery(
    trpc.approvals.attainment.queryOptions(attainmentQuery(params), { placeholderData: keepPreviousData, refetchInterval: REFRESH_MS }),
  );
  const onChange: OnChange = (change) => void setParams(change);
  const shown = query.data ?? null;
  return (
    <div className="max-w-6xl">
      <PageHeader
        parent={
          <Link href="/queue" className="hover:text-ink">
            Queue
          </Link>
        }
        title="SLA attainment"
        state={
          shown && (
            <>
              {formatSpan(shown)}, days of {shown.timeZone}. As of <Time at={shown.asOf} />.
            </>
          )
        }
      />
      <AttainmentFilters params={params} shown={shown} onChange={onChange} />
      {query.isError ? (
        <ErrorState title="The figures could not be read." onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {query.error.message} Nothing was changed; requests go on meanwhile.
        </ErrorState>
      ) : shown === null ? (
        <Waiting />
      ) : (
        <Figures attainment={shown} params={params} isStale={query.isPlaceholderData} onChange={onChange} />
      )}
    </div>
  );
}

type FiguresProps = {
  readonly attainment: Attainment;
  readonly params: AttainmentParams;
  readonly isStale: boolean;
  readonly onChange: OnChange;
};

function Figures({ attainment, params, isStale, onChange }: FiguresProps) {
  const { counts, pastDue, breaches, asOf, from, to } = attainment;
  const isEmpty = measuredIn(counts) === 0;
  return (
    <div className={clsx("px-4 pb-10 transition-opacity md:px-6", isStale && "opacity-60")} aria-busy={isStale}>
      {isEmpty ? <NothingMeasured isFiltered={isNarrowed(params)} onChange={onChange} /> : <Head attainment={attainment} />}
      {pastDue.total > 0 && (
        <Breaches
          title="Past due now"
          note="Undecided, whenever they were asked; the longest first."
          file="past-due"
          breaches={pastDue}
          asOf={asOf}
          empty=""
        />
      )}
      {!isEmpty && (
        <>
          <OverTime attainment={attainment} />
          <Standings attainment={attainment} params={params} onChange={onChange} />
          <TimeToDecide attainment={attainment} />
          <Breaches
            title="Not decided in time"
            note="Of this range, each once, the newest first."
            file={`breaches-${from}-${to}`}
            breaches={breaches}
            asOf={asOf}
            empty="Every request of this range was decided in time."
          />
        </>
      )}
      <Definition />
    </div>
  );
}

function Head({ attainment }: { readonly attainment: Attainment }) {
  const { counts, rules } = attainment;
  const cause = prepareCause(rules, counts);
  return (
    <div className="border-t border-line pt-4 pb-6">
      <p className="max-w-[65ch] text-lg text-pretty">{prepareSentence(attainment)}</p>
      <p className="mt-3 flex flex-wrap items-baseline gap-x-3">
        <span className="text-2xl font-semibold tracking-tight">{formatShare(counts)}</span>
        <span className="text-base text-ink-2">
          decided in time, {formatCount(counts.inTime)} of {formatCount(measuredIn(counts))}
        </span>
      </p>
      <p className="text-base text-pretty text-ink-3">{prepareChange(attainment)}</p>
      {cause !== null && (
        <p className="mt-3 max-w-[65ch] text-base text-pretty">
          <b className="font-semibold">{cause.name}</b> {cause.words}
        </p>
      )}
    </div>
  );
}

const NothingMeasured = ({ isFiltered, onChange }: { readonly isFiltered: boolean; readonly onChange: OnChange }) => (
  <div className="border-t border-line [&>div]:px-0">
    <EmptyState
      title="No request of this range has been measured."
      action={isFiltered && <Button onClick={() => onChange(NOTHING_NARROWED)}>Show all</Button>}
    >
      A request is counted here once people decided it, or once it was due and they had not.{" "}
      {isFiltered ? "With these filters there is none." : "Choose a longer range, or wait for the first decisions."}
    </EmptyState>
  </div>
);

/** What the figures mean, in words. */
const Definition = () => (
  <p className="max-w-[75ch] border-t border-line pt-4 text-sm text-pretty text-ink-2">
    <b className="font-medium text-ink">In time</b> means approved or rejected at or before due. A request of several stages is in time when
    each of its stages was. What expired, and what is past due and still undecided, counts as late. Cancelled requests do not count, nor
    does the time for which an agent was stopped; what was decided before a stop took it back still does.
  </p>
);

/** The page's shape while its figures are on their way. */
const Waiting = () => (
  <div role="status" aria-label="The figures are loading" className="flex flex-col gap-6 px-4 md:px-6">
    <Skeleton className="h-6 w-4/5 max-w-[52ch]" />
    <Skeleton className="h-9 w-64" />
    <Skeleton className="h-72" />
    <Skeleton className="h-56" />
  </div>
);
