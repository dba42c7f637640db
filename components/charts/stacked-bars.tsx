"use client";

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";

export type BarSeries = { readonly key: string; readonly label: string; readonly color: string };
/** A label and the figures of the series by their keys; a point may carry more than is drawn. */
export type BarPoint = { readonly label: string; readonly [key: string]: string | number | null | undefined };
export type StackedBarsProps = { readonly points: readonly BarPoint[]; readonly series: readonly BarSeries[] };

const TICK = { fill: "var(--ink-3)", fontSize: 12 };

/** Counts as stacked bars, one a point; a point without figures stays a gap. A table beside it says the same to those who cannot see it. */
export default function StackedBars({ points, series }: StackedBarsProps) {
  return (
    <BarChart
      responsive
      data={[...points]}
      margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="22%"
      maxBarSize={40}
      accessibilityLayer={false}
      className="size-full"
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="label"
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        minTickGap={16}
        interval="preserveStartEnd"
      />
      <YAxis tick={TICK} tickLine={false} axisLine={false} width="auto" allowDecimals={false} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--sunken)" }}
        content={({ active, payload, label }) =>
          active && payload.length > 0 ? (
            <div className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
              <p className="mb-1 font-medium">{label}</p>
              {payload
                .filter(({ value }) => Number(value) > 0)
                .reverse()
                .map(({ name, value, color }) => (
                  <p key={String(name)} className="flex items-center gap-2 text-ink-2">
                    <span aria-hidden className="size-2 rounded-[2px]" style={{ background: color }} />
                    {name}
                    <span className="ml-auto pl-4 font-medium text-ink">{String(value)}</span>
                  </p>
                ))}
            </div>
          ) : null
        }
      />
      {series.map(({ key, label, color }) => (
        <Bar key={key} dataKey={key} name={label} stackId="all" fill={color} isAnimationActive={false} />
      ))}
    </BarChart>
  );
}
