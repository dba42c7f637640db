"use client";

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { fillOf, type Mark, Swatch } from "./marks";

export type BarSeries = { readonly key: string; readonly label: string; readonly mark: Mark };
/** `label` stands at the axis, `name` heads what is told of it; figures of the series stand by their keys, null for a gap. */
export type BarPoint = { readonly label: string; readonly name: string; readonly [key: string]: string | number | null };
export type BarsProps = { readonly label: string; readonly points: readonly BarPoint[]; readonly series: readonly BarSeries[] };

const TICK = { fill: "var(--ink-3)", fontSize: 12 };

type TipProps = { readonly point: BarPoint; readonly series: readonly BarSeries[] };

const Tip = ({ point, series }: TipProps) => (
  <div role="status" className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
    <p className="mb-1 font-medium">{point.name}</p>
    {series.map(({ key, label, mark }) => (
      <p key={key} className="flex items-center gap-2 text-ink-2">
        <Swatch mark={mark} />
        {label}
        <span className="ml-auto pl-4 font-medium text-ink">{point[key] ?? "–"}</span>
      </p>
    ))}
    {typeof point.share === "string" && <p className="mt-1 border-t border-line pt-1 text-ink-2">In time: {point.share}</p>}
  </div>
);

/** Counts as stacked bars, one a point; the arrow keys go from bar to bar. A table beside it says the same. */
export default function Bars({ label, points, series }: BarsProps) {
  return (
    <BarChart
      responsive
      data={[...points]}
      margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="20%"
      maxBarSize={44}
      accessibilityLayer
      title={label}
      className="size-full rounded-sm"
    >
      <defs>
        <pattern id="attainment-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="var(--danger-weak)" />
          <rect width="2.25" height="5" fill="var(--danger)" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="label"
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        minTickGap={12}
        interval="preserveStartEnd"
      />
      <YAxis tick={TICK} tickLine={false} axisLine={false} width="auto" allowDecimals={false} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--sunken)" }}
        content={({ active, payload }) =>
          active && payload[0] !== undefined ? <Tip point={payload[0].payload as BarPoint} series={series} /> : null
        }
      />
      {series.map(({ key, label: name, mark }) => (
        <Bar key={key} dataKey={key} name={name} stackId="all" fill={fillOf(mark)} isAnimationActive={false} />
      ))}
    </BarChart>
  );
}
