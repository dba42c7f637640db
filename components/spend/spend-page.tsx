"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { AdviceSection } from "@/components/advice/advice-section";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Breakdown } from "@/server/spend/core/explore";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import type { Runs } from "@/server/spend/runs-schema";
import type { Spend } from "@/server/spend/schema";
import { DayChart } from "./day-chart";
import { FocusLink } from "./focus-link";
import { HeadFigures, stretch } from "./head-figures";
import { HowCounted } from "./how-counted";
import { colorsOf, drawnMonth } from "./prepare-chart";
import { ReportedSection } from "./reported-section";
import { ReviewTimeSection } from "./review-time-section";
import { RunList } from "./run-list";
import { RunsSections } from "./runs-sections";
import { byOf, narrowedBy, PARAM_OF, queryOf, SPEND_PARAMS, type SpendParams, spendHref } from "./spend-address";
import { SpendFilters } from "./spend-filters";
import { SpendOutlook } from "./spend-outlook";
import { SpendTabs } from "./spend-tabs";
import { useAnomalies, useMonth } from "./use-outlook";
import { WhoSpends } from "./who-spends";
import { WhySection } from "./why-section";

const REFRESH_MS = 60_000;

/** What calls of models cost: the total, why it changed, by whom and by what, and what is not known. */
export function SpendPage() {
  const [params, setParams] = useQueryStates(SPEND_PARAMS);
  const query = useQuery(
    useTRPC().spend.explore.queryOptions(queryOf(params), { placeholderData: keepPreviousData, refetchInterval: REFRESH_MS }),
  );
  const spend = query.data;
  const days = spend === undefined ? null : ([spend.days[0] ?? "", spend.days.at(-1) ?? ""] as const);
  const against = spend?.before ? ([spend.before.from, spend.before.to] as const) : null;
  const change = (to: Partial<SpendParams>) => void setParams(to, { history: "push" });
  const clear = () => change(Object.fromEntries(narrowedBy(params).map(({ dimension }) => [PARAM_OF[dimension], null])));
  return (
    <>
      <PageHeader
        title="Spend"
        state={
          spend && days ? (
            <>
              What calls of models cost, {stretch(days[0], days[1])} {days[1].slice(0, 4)}, as of <Time at={spend.asOf} />
            </>
          ) : (
            "What calls of models cost, and who spends it"
          )
        }
        actions={days && <FocusLink days={days} />}
      />
      <SpendTabs current="spend" />
      <SpendFilters params={params} days={days} against={against} onChange={change} />
      {spend ? (
        <div className={clsx("transition-opacity", query.isPlaceholderData && "opacity-60")} aria-busy={query.isPlaceholderData}>
          <Body spend={spend} params={params} onClear={clear} />
        </div>
      ) : query.isError ? (
        <ErrorState title="The figures could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)} What was counted is kept.
        </ErrorState>
      ) : (
        <Waiting />
      )}
    </>
  );
}

const isEmpty = ({ groups, unpriced, missing, failed }: Spend): boolean =>
  groups.length === 0 && unpriced.length === 0 && missing.calls === 0 && failed.calls === 0;

type BodyProps = { readonly spend: Spend; readonly params: SpendParams; readonly onClear: () => void };

function Body({ spend, params, onClear }: BodyProps) {
  const asked = useQuery(useTRPC().spend.runs.queryOptions(queryOf(params), { placeholderData: keepPreviousData }));
  const runs = asked.isPlaceholderData ? undefined : asked.data;
  if (isEmpty(spend)) return <Nothing spend={spend} params={params} onClear={onClear} />;
  return (
    <>
      <HeadFigures spend={spend} runs={runs ?? null} isOfTool={params.tool !== null} />
      <div className="px-4 md:px-6">
        <Figures spend={spend} runs={runs ?? null} params={params} />
        <RunList params={params} />
        <WhySection spend={spend} runs={runs ?? null} params={params} />
        <RunsSections
          runs={asked.data}
          failure={asked.isError ? sentenceOf(asked.error) : null}
          isRetrying={asked.isFetching}
          onRetry={() => void asked.refetch()}
        />
        {params.tool === null ? (
          <>
            <ReportedSection query={queryOf(params)} />
            <ReviewTimeSection query={queryOf(params)} />
            <AdviceSection />
            <HowCounted spend={spend} />
          </>
        ) : (
          <NotByTool params={params} />
        )}
      </div>
    </>
  );
}

/** What was spent by day, what is to come, and by whom. */
function Figures({ spend, runs, params }: Omit<BodyProps, "onClear"> & { readonly runs: Runs | null }) {
  const by = byOf(params);
  const month = useMonth(params);
  const anomalies = useAnomalies(params, spend.days);
  // Only of this month, from its first day to today, are the days to come those that follow.
  const shown =
    params.tool === null && month.data && month.data.days[0] === spend.days[0] && month.data.today === spend.days.at(-1)
      ? month.data
      : null;
  const ahead = by === "tool" ? null : (shown?.ahead ?? null);
  const open = anomalies?.items.filter(({ dismissed }) => dismissed === null) ?? [];
  return (
    <>
      {spend.groups.length > 0 && <DayChart spend={spend} by={by} ahead={ahead} anomalies={open} />}
      <SpendOutlook params={params} month={month} anomalies={anomalies} colors={ahead === null ? ownColors(spend, by, month.data) : null}>
        <WhoSpends spend={spend} by={by} params={params} runs={runs} month={shown} />
      </SpendOutlook>
    </>
  );
}

/** What is kept of calls and not of the tools that they came after, and where it is seen. */
const NotByTool = ({ params }: { readonly params: SpendParams }) => (
  <Section title="What is not told by tool">
    <p className="max-w-[70ch] text-sm text-pretty text-ink-2">
      Classes of tokens, what senders report, corrections, calls without a price or without usage, and the time of reviews are kept of
      calls, not of the tools that they came after.{" "}
      <Link href={spendHref(params, { tool: null })} className="link underline underline-offset-2">
        See them without the tool
      </Link>
    </p>
  </Section>
);

/** Nothing was spent: nothing was ever told, or nothing fits. */
function Nothing({ spend, params, onClear }: BodyProps) {
  if (spend.recordedSince === null) {
    return (
      <EmptyState
        title="What calls of models cost will be here"
        action={
          <Link href="/traces/sources" className="link">
            See who sends telemetry
          </Link>
        }
      >
        Nothing has been counted yet. Reeve counts what agents tell by OpenTelemetry: tokens by class, priced by the table of prices.
      </EmptyState>
    );
  }
  const isNarrowed = narrowedBy(params).length > 0;
  return (
    <EmptyState title="No call of a model in these days" action={isNarrowed && <Button onClick={onClear}>Show all</Button>}>
      {isNarrowed ? "Nothing fits what you narrowed it to. " : ""}The record goes back to {spend.recordedSince}.
    </EmptyState>
  );
}

/** The colours that the forecast's own chart keeps to: those of the page, or, as of tools nothing is forecast, of the teams. */
const ownColors = ({ groups }: Spend, by: Breakdown, month: MonthForecast | undefined) =>
  colorsOf(by === "tool" && month !== undefined ? drawnMonth(month).groups : groups);

/** The page's shape while its figures are on their way. */
const Waiting = () => (
  <div role="status" aria-label="The figures are loading" className="flex flex-col gap-8 px-4 md:px-6">
    <Skeleton className="h-20 max-w-xl" />
    <Skeleton className="h-72" />
    <Skeleton className="h-64" />
  </div>
);
