"use client";

import dynamic from "next/dynamic";
import { aheadOf, type BarPoint, type BarSeries } from "@/components/charts/bar-point";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { Anomaly } from "@/server/spend/anomaly-schema";
import type { Breakdown } from "@/server/spend/core/explore";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import type { Spend } from "@/server/spend/schema";
import { prepareChart } from "./prepare-chart";
import { MONEY_WORDS } from "./prepare-forecast";
import { prepareMarks, wordsByDay } from "./prepare-marks";
import { SeriesLegend } from "./series-legend";
import { DIMENSION_WORDS, noneLabel } from "./spend-address";

// What draws charts is loaded with the first one, so that no other page pays for it.
const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

type Props = {
  readonly spend: Spend;
  readonly by: Breakdown;
  /** What is to come, where the days are those of this month. */
  readonly ahead: MonthForecast["ahead"];
  readonly anomalies: readonly Anomaly[];
};

/** Money a day, stacked by a dimension, with what is to come and what was out of the ordinary; the same as a table. */
export function DayChart({ spend, by, ahead, anomalies }: Props) {
  const { series, points } = prepareChart(spend, { ahead, none: noneLabel(by) });
  const notes = wordsByDay(anomalies);
  const title = `Each day, by ${DIMENSION_WORDS[by].toLowerCase()}`;
  return (
    <Section
      title={title}
      note={`US dollars, days of ${spend.timeZone}. The last day as far as it has come.${ahead === null ? "" : " Pale bars are forecast, lines p10 to p90."}`}
      action={<CsvButton what="the days" file="spend-by-day" csv={() => csvOf(series, points, notes)} />}
    >
      <figure className="min-w-0">
        <figcaption>
          <SeriesLegend series={series} />
        </figcaption>
        <div className="mt-3 h-64 md:h-80">
          <StackedBars
            label={title}
            points={points}
            series={series}
            words={MONEY_WORDS}
            hasAhead={ahead !== null}
            marks={prepareMarks(anomalies, points)}
          />
        </div>
        <details className="mt-2 text-sm">
          <summary className="link w-fit cursor-pointer max-md:py-3">Show as a table</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="relative mt-2 max-h-80 overflow-auto" tabIndex={0} aria-label={`${title}, as a table`}>
            <DaysTable series={series} points={points} notes={notes} caption={title} />
          </section>
        </details>
      </figure>
    </Section>
  );
}

type Notes = ReadonlyMap<string, string>;
type Table = { readonly series: readonly BarSeries[]; readonly points: readonly BarPoint[]; readonly notes: Notes };

const nameOf = ({ name, label }: BarPoint): string => (typeof name === "string" ? name : label);

/** What is shown of a series on a day: what was, or, of a day to come, what is forecast. */
function figureOf(point: BarPoint, key: string): { readonly usd: number; readonly isAhead: boolean } | null {
  const [was, ahead] = [point[key], point[aheadOf(key)]];
  if (typeof was === "number") return { usd: was, isAhead: false };
  return typeof ahead === "number" ? { usd: ahead, isAhead: true } : null;
}

const csvOf = (series: readonly BarSeries[], points: readonly BarPoint[], notes: Notes) => ({
  head: ["Day", "Kind", ...series.map(({ label }) => `${label} (USD)`), "Out of the ordinary"],
  rows: points.map((point) => {
    const figures = series.map(({ key }) => figureOf(point, key));
    const kind = figures.some((one) => one?.isAhead) ? "forecast" : figures.some((one) => one !== null) ? "counted" : "not on record";
    return [nameOf(point), kind, ...figures.map((one) => one?.usd ?? null), notes.get(nameOf(point)) ?? ""];
  }),
});

function DaysTable({ series, points, notes, caption }: Table & { readonly caption: string }) {
  const head = "border-b border-line-strong px-2 py-1.5 text-xs font-normal text-ink-3 first:pl-0";
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className={`${head} text-left`}>
            Day
          </th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col" className={`${head} text-right`}>
              {label}
            </th>
          ))}
          {notes.size > 0 && (
            <th scope="col" className={`${head} text-left`}>
              Out of the ordinary
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map((point) => (
          <tr key={nameOf(point)} className="border-b border-line">
            <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
              {nameOf(point)}
            </th>
            {series.map(({ key }) => (
              <FigureCell key={key} figure={figureOf(point, key)} />
            ))}
            {notes.size > 0 && <td className="px-2 py-1.5 text-ink-2">{notes.get(nameOf(point))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const FigureCell = ({ figure }: { readonly figure: ReturnType<typeof figureOf> }) => (
  <td className={`px-2 py-1.5 text-right whitespace-nowrap ${figure?.isAhead ? "text-ink-2" : ""}`}>
    {figure === null ? (
      <span className="text-ink-3">not on record</span>
    ) : figure.isAhead ? (
      `about ${MONEY_WORDS.figure(figure.usd)}`
    ) : (
      MONEY_WORDS.figure(figure.usd)
    )}
  </td>
);
