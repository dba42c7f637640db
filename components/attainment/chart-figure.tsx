"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import type { BarPoint, BarSeries } from "@/components/charts/bar-point";
import { Swatch } from "@/components/charts/swatch";
import { Skeleton } from "@/components/ui/skeleton";

// What draws charts is loaded with the first one, so that no other page of the queue pays for it.
const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

export type ChartFigureProps = {
  readonly label: string;
  readonly points: readonly BarPoint[];
  readonly series: readonly (BarSeries & { readonly total?: string })[];
  /** The same in figures. */
  readonly table: ReactNode;
};

/** A chart with its legend in words and marks, and the same as a table. */
export function ChartFigure({ label, points, series, table }: ChartFigureProps) {
  return (
    <figure className="min-w-0">
      {series.length > 1 && (
        <figcaption>
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-2">
            {series.map(({ key, label: name, total, ...fill }) => (
              <li key={key} className="flex items-center gap-2">
                <Swatch {...fill} />
                {name}
                {total !== undefined && <span className="font-medium text-ink">{total}</span>}
              </li>
            ))}
          </ul>
        </figcaption>
      )}
      <div className="mt-2 h-56 md:h-64">
        <StackedBars label={label} points={points} series={series} />
      </div>
      <details className="mt-2 text-sm">
        <summary className="link w-fit cursor-pointer max-md:py-3">Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="mt-2 max-h-80 overflow-auto" tabIndex={0} aria-label={`${label}, as a table`}>
          {table}
        </section>
      </details>
    </figure>
  );
}
