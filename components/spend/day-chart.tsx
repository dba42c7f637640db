"use client";

import dynamic from "next/dynamic";
import { Swatch } from "@/components/charts/swatch";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { DimensionName } from "@/server/spend/core/explore";
import type { Spend } from "@/server/spend/schema";
import { type ChartPoint, formatCents, prepareChart, type Series } from "./prepare-spend";
import { DIMENSION_WORDS } from "./spend-address";

// What draws charts is loaded with the first one, so that no other page pays for it.
const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

const axis = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3 });
const WORDS = { axis: (usd: number) => axis.format(usd), figure: (usd: number) => formatCents(String(Math.round(usd * 1e6))) };

type Props = { readonly spend: Spend; readonly by: DimensionName };

/** Money a day, stacked by a dimension; the same as a table. */
export function DayChart({ spend, by }: Props) {
  const { series, points } = prepareChart(spend);
  const title = `Each day, by ${DIMENSION_WORDS[by].toLowerCase()}`;
  return (
    <Section
      title={title}
      note={`US dollars, days of ${spend.timeZone}. The last day as far as it has come.`}
      action={<CsvButton what="the days" file="spend-by-day" csv={() => csvOf(series, points)} />}
    >
      <figure className="min-w-0">
        <figcaption>
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-2">
            {series.map(({ key, label, ...fill }) => (
              <li key={key} className="flex min-w-0 items-center gap-2">
                <Swatch {...fill} />
                <span className="truncate">{label}</span>
              </li>
            ))}
          </ul>
        </figcaption>
        <div className="mt-3 h-60 md:h-72">
          <StackedBars label={title} points={points} series={series} words={WORDS} />
        </div>
        <details className="mt-2 text-sm">
          <summary className="link w-fit cursor-pointer max-md:py-3">Show as a table</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="relative mt-2 max-h-80 overflow-auto" tabIndex={0} aria-label={`${title}, as a table`}>
            <DaysTable series={series} points={points} caption={title} />
          </section>
        </details>
      </figure>
    </Section>
  );
}

const csvOf = (series: readonly Series[], points: readonly ChartPoint[]) => ({
  head: ["Day", ...series.map(({ label }) => `${label} (USD)`)],
  rows: points.map((point) => [point.name, ...series.map(({ key }) => point[key] ?? null)]),
});

type TableProps = { readonly series: readonly Series[]; readonly points: readonly ChartPoint[]; readonly caption: string };

function DaysTable({ series, points, caption }: TableProps) {
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
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map((point) => (
          <tr key={point.name} className="border-b border-line">
            <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
              {point.name}
            </th>
            {series.map(({ key }) => (
              <td key={key} className="px-2 py-1.5 text-right whitespace-nowrap">
                {point[key] === undefined ? <span className="text-ink-3">not on record</span> : WORDS.figure(Number(point[key]))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
