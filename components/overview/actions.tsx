"use client";

import dynamic from "next/dynamic";
import { Swatch } from "@/components/charts/swatch";
import { formatCount } from "@/components/ui/format-count";
import { Skeleton } from "@/components/ui/skeleton";
import { proposedIn } from "@/server/overview/core/outcomes";
import type { Overview } from "@/server/overview/schema";
import { DaysTable } from "./days-table";
import { drawnIn, prepareChart, prepareOutcomes, prepareTotalChange } from "./prepare-overview";
import { Section } from "./section";

// What draws charts is loaded with the first one, so that no other page pays for it.
const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

/** What agents asked, and what became of it, in counts that add up. */
export function Actions({ overview }: { readonly overview: Overview }) {
  const { outcomes, before, days } = overview;
  const all = proposedIn(outcomes);
  return (
    <Section title="Actions that agents proposed">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-2xl font-semibold tracking-tight">{formatCount(all)}</span>
        <span className="text-base text-ink-3">{prepareTotalChange(outcomes, before, days)}</span>
      </p>
      {all === 0 ? (
        <p className="mt-2 max-w-[65ch] text-base text-pretty text-ink-2">
          No agent asked for anything in these {days} days. What agents propose is counted here, with who decided.
        </p>
      ) : (
        <div className="mt-3 grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]">
          <OutcomeTable overview={overview} />
          <DayChart overview={overview} />
        </div>
      )}
    </Section>
  );
}

function OutcomeTable({ overview }: { readonly overview: Overview }) {
  const rows = prepareOutcomes(overview);
  const hasChange = overview.before !== null;
  const head = "border-b border-line-strong pb-1.5 text-right align-bottom text-xs font-normal text-ink-3";
  return (
    <table className="w-full self-start text-base">
      <caption className="sr-only">What became of the actions of the last {overview.days} days</caption>
      <thead>
        <tr>
          <th scope="col" className={`${head} w-full text-left!`}>
            Outcome
          </th>
          <th scope="col" className={`${head} pl-3`}>
            Actions
          </th>
          <th scope="col" className={`${head} pl-3`}>
            Share
          </th>
          {hasChange && (
            <th scope="col" className={`${head} pl-3`}>
              Change
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ outcome, label, note, color, count, share, change }) => (
          <tr key={outcome} className="border-b border-line">
            <th scope="row" className="py-2 pr-2 text-left font-normal">
              <span className="flex gap-2.5">
                <span className="-mt-px">
                  <Swatch color={color} />
                </span>
                <span>
                  {label} <span className="block text-xs text-pretty text-ink-3">{note}</span>
                </span>
              </span>
            </th>
            <td className="py-2 pl-3 text-right align-top font-medium">{formatCount(count)}</td>
            <td className="py-2 pl-3 text-right align-top whitespace-nowrap text-ink-2">{share}</td>
            {hasChange && <td className="py-2 pl-3 text-right align-top whitespace-nowrap text-ink-2">{change}</td>}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <th scope="row" className="py-2 text-left font-semibold">
            Proposed
          </th>
          <td className="py-2 pl-3 text-right">{formatCount(proposedIn(overview.outcomes))}</td>
          <td colSpan={hasChange ? 2 : 1} />
        </tr>
      </tfoot>
    </table>
  );
}

function DayChart({ overview }: { readonly overview: Overview }) {
  const points = prepareChart(overview);
  const series = drawnIn(overview.perDay).map(({ outcome, label, color }) => ({ key: outcome, label, color }));
  return (
    <figure className="min-w-0">
      <figcaption className="text-xs text-ink-3">Actions a day by outcome, days of {overview.timeZone}. Today so far.</figcaption>
      <div className="mt-2 h-64 lg:h-72">
        <StackedBars label="Actions a day by outcome" points={points} series={series} />
      </div>
      <details className="mt-2 text-base">
        <summary className="link w-fit cursor-pointer max-md:py-2">Show as a table</summary>
        <DaysTable points={points} series={series} />
      </details>
    </figure>
  );
}
