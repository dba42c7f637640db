"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { CsvButton } from "@/components/ui/csv-button";
import { ErrorState } from "@/components/ui/error-state";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import { ForecastTable, forecastCsv } from "./forecast-table";
import { drawnMonth, prepareChart } from "./prepare-chart";
import { basisWords, dayLabel, dayName, MONEY_WORDS, missedWords, monthName, passDay, prepareSums, roughly } from "./prepare-forecast";
import { SeriesLegend } from "./series-legend";
import type { useMonth } from "./use-outlook";

// What draws charts is loaded with the first one, so that no other page pays for it.
const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});
const OutlookLines = dynamic(() => import("@/components/charts/outlook-lines"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

export type MonthLimit = { readonly label: string; readonly microUsd: string };
type Props = {
  readonly month: ReturnType<typeof useMonth>;
  /** The budget that holds for just what is looked at, this month. */
  readonly limit: MonthLimit | null;
  /** The colours of the page, where its own chart does not show this month. */
  readonly colors: ReadonlyMap<string, string> | null;
};

/** What this month comes to, of what the page is narrowed to: its band, how far past forecasts missed, and the days to come. */
export function ForecastSection({ month: query, limit, colors }: Props) {
  if (query.isSuccess) return <Loaded month={query.data} limit={limit} colors={colors} />;
  if (query.isPending) return <Skeleton className="mb-8 h-72" />;
  return (
    <ErrorState title="The forecast could not be made" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
      {sentenceOf(query.error)}
    </ErrorState>
  );
}

type LoadedProps = Pick<Props, "limit" | "colors"> & { readonly month: MonthForecast };

function Loaded({ month, limit, colors }: LoadedProps) {
  if (month.ahead === null) return <NotYet month={month} />;
  const { basis, days } = month.ahead;
  const passes = limit === null ? null : passDay(days, BigInt(limit.microUsd) - BigInt(month.spentSoFarMicroUsd));
  return (
    <Section
      title={`Forecast for ${monthName(month.today)}`}
      note={basisWords(basis)}
      action={<CsvButton what="the forecast" file="spend-forecast" csv={() => forecastCsv(month)} />}
    >
      <Figures ahead={month.ahead} />
      {limit !== null && <LimitSentence limit={limit} passes={passes} month={month} />}
      <Charts month={month} limit={limit} colors={colors} passes={passes} />
      <details className="mt-2 text-sm">
        <summary className="link w-fit cursor-pointer max-md:py-3">Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="relative mt-2 max-h-80 overflow-auto" tabIndex={0} aria-label="The forecast, as a table">
          <ForecastTable month={month} />
        </section>
      </details>
    </Section>
  );
}

const NotYet = ({ month: { today, basisDays } }: { readonly month: MonthForecast }) => (
  <Section title={`Forecast for ${monthName(today)}`}>
    <p className="text-sm text-ink-2">
      {basisDays === 0
        ? "Nothing is on record to go by."
        : `Only ${basisDays} ${basisDays === 1 ? "day is" : "days are"} on record, and nothing is forecast from less than a week.`}
    </p>
  </Section>
);

const Figures = ({ ahead }: { readonly ahead: NonNullable<MonthForecast["ahead"]> }) => (
  <>
    <p className="mt-2 text-2xl font-semibold tracking-tight">{roughly(ahead.totalMicroUsd)}</p>
    <p className="text-sm text-ink-2">
      {ahead.lowMicroUsd !== null && ahead.highMicroUsd !== null && (
        <>
          {roughly(ahead.lowMicroUsd)} to {roughly(ahead.highMicroUsd)} (p10 to p90).{" "}
        </>
      )}
      {missedWords(ahead.basis)}
    </p>
  </>
);

function Charts({ month, limit, colors, passes }: LoadedProps & { readonly passes: string | null }) {
  const since = `Since 1 ${monthName(month.today)}`;
  return (
    <div className={clsx("mt-5 grid gap-x-10 gap-y-6", colors !== null && "lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]")}>
      {colors !== null && <Bars month={month} colors={colors} />}
      <Chart title={limit === null ? since : `${since}, against the budget`} note="Dashed: forecast. Thin: the month before">
        <OutlookLines
          label={`${since}, summed up`}
          points={prepareSums(month)}
          names={{ actual: "So far", ahead: "Forecast", band: "p10 to p90", against: "Month before" }}
          words={MONEY_WORDS}
          limit={limit === null ? null : { value: Number(limit.microUsd) / 1e6, label: limit.label }}
          meets={limit === null || passes === null ? null : { label: dayLabel(passes), value: Number(limit.microUsd) / 1e6 }}
        />
      </Chart>
    </div>
  );
}

/** Each day of this month and those to come, by part, where the page itself shows other days. */
function Bars({ month, colors }: { readonly month: MonthForecast; readonly colors: ReadonlyMap<string, string> }) {
  const { points, series } = prepareChart(drawnMonth(month), { ahead: month.ahead, colors });
  const title = "Each day, and those to come";
  return (
    <Chart title={title} note="Pale bars are forecast, lines p10 to p90" legend={<SeriesLegend series={series} />}>
      <StackedBars label={title} points={points} series={series} words={MONEY_WORDS} hasAhead />
    </Chart>
  );
}

type LimitSentenceProps = { readonly limit: MonthLimit; readonly passes: string | null; readonly month: MonthForecast };

function LimitSentence({ limit, passes, month }: LimitSentenceProps) {
  const over = BigInt(month.ahead?.totalMicroUsd ?? 0) - BigInt(limit.microUsd);
  if (BigInt(month.spentSoFarMicroUsd) > BigInt(limit.microUsd))
    return <p className="text-sm font-medium text-danger">{limit.label} is passed.</p>;
  return passes === null ? (
    <p className="text-sm text-ink-2">
      {limit.label} holds: about {roughly((-over).toString())} is left at the month’s end.
    </p>
  ) : (
    <p className="text-sm font-medium text-warn">
      {limit.label} will be passed on {dayName(passes)}, by about {roughly(over.toString())} at the month’s end.
    </p>
  );
}

type ChartProps = { readonly title: string; readonly note: string; readonly legend?: ReactNode; readonly children: ReactNode };

const Chart = ({ title, note, legend, children }: ChartProps) => (
  <figure className="min-w-0">
    <figcaption className="text-sm">
      <span className="font-semibold">{title}</span>
      <span className="block text-xs text-ink-3">{note}</span>
      {legend}
    </figcaption>
    <div className="mt-2 h-56 md:h-64">{children}</div>
  </figure>
);
