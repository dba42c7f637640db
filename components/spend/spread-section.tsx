"use client";

import dynamic from "next/dynamic";
import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Runs } from "@/server/spend/runs-schema";
import { formatEach, prepareSpread, type SpreadPoint } from "./prepare-runs";
import { RunLines } from "./run-lines";

const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

const SERIES = [{ key: "runs", label: "Runs", color: "var(--s1)" }];

/** What one run costs: how far apart runs lie, and which stand out. */
export function SpreadSection({ spread }: { readonly spread: NonNullable<Runs["spread"]> }) {
  const points = prepareSpread(spread);
  const { medianMicroUsd, p90MicroUsd, p99MicroUsd, outliers, runs } = spread;
  return (
    <Section
      title="What one run costs"
      note={`${formatCount(runs)} runs of which a cost is known. Half cost less than ${formatEach(medianMicroUsd, 1)}, nine of ten less than ${formatEach(p90MicroUsd, 1)}, all but one of a hundred less than ${formatEach(p99MicroUsd, 1)}.`}
      action={<CsvButton what="what one run costs" file="spend-per-run" csv={() => csvOf(points)} />}
    >
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <figure className="min-w-0">
          <div className="h-52">
            <StackedBars label="Runs by what they cost" points={points} series={SERIES} />
          </div>
          <figcaption className="text-xs text-ink-3">
            Runs by what each cost, from the amount at the foot of a bar. The steps widen: 1, 2, 5, 10.
          </figcaption>
          <details className="mt-2 text-sm">
            <summary className="link w-fit cursor-pointer max-md:py-3">Show as a table</summary>
            <Table caption="Runs by what they cost" isInset>
              <thead>
                <tr>
                  <Th>Cost of the run</Th>
                  <Th isNumeric>Runs</Th>
                  <Th>Share</Th>
                </tr>
              </thead>
              <tbody>
                {points.map((point) => (
                  <Tr key={point.label}>
                    <Td>{point.name}</Td>
                    <Td isNumeric>{formatCount(point.runs)}</Td>
                    <Td className="text-ink-2">{point.note}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </details>
        </figure>
        <div className="min-w-0">
          <h3 className="pb-1 text-sm font-medium">Stand out</h3>
          {outliers.length === 0 ? (
            <p className="text-sm text-ink-2">No run cost ten times the median and more.</p>
          ) : (
            <RunLines lines={outliers} label="Runs that stand out by their cost" />
          )}
        </div>
      </div>
    </Section>
  );
}

const csvOf = (points: readonly SpreadPoint[]) => ({
  head: ["Cost of the run", "Runs", "Note"],
  rows: points.map(({ name, runs, note }) => [name, runs, note]),
});
