"use client";

import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/ui/format-count";
import { type Fill, Swatch } from "./swatch";

export type BarSeries = Fill & { readonly key: string; readonly label: string };
/**
 * `label` stands at the axis; `name`, where there is one, heads what is told of the point and `note` ends it. The
 * figures of the series stand by their keys; a point may carry more than is drawn, and one without figures is a gap.
 */
export type BarPoint = { readonly label: string; readonly [key: string]: string | number | null | undefined };
export type StackedBarsProps = {
  readonly label: string;
  readonly points: readonly BarPoint[];
  readonly series: readonly BarSeries[];
  /** How figures are written where they are no counts: at the axis, and where they are told of a bar. */
  readonly words?: { readonly axis: (figure: number) => string; readonly figure: (figure: number) => string };
};

const TICK = { fill: "var(--ink-3)", fontSize: 12 };

/** Counts, or other figures, as stacked bars, one a point; the arrow keys go from bar to bar. A table beside it says the same. */
export default function StackedBars({ label, points, series, words }: StackedBarsProps) {
  const hatchId = useId();
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
      <defs>{series.map(({ key, color, isHatched }) => isHatched && <Hatch key={key} id={`${hatchId}${key}`} color={color} />)}</defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="label"
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        minTickGap={12}
        interval="preserveStartEnd"
      />
      <YAxis
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width="auto"
        allowDecimals={words !== undefined}
        tickFormatter={words?.axis ?? formatCount}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--sunken)" }}
        content={({ active, payload }) =>
          active && payload[0] !== undefined ? <Tip point={payload[0].payload as BarPoint} series={series} figure={words?.figure} /> : null
        }
      />
      {series.map(({ key, label: name, color, isHatched }) => (
        <Bar
          key={key}
          dataKey={key}
          name={name}
          stackId="all"
          fill={isHatched ? `url(#${hatchId}${key})` : color}
          isAnimationActive={false}
        />
      ))}
    </BarChart>
  );
}

const Hatch = ({ id, color }: { readonly id: string; readonly color: string }) => (
  <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="5" height="5" fill="var(--surface)" />
    <rect width="2.25" height="5" fill={color} />
  </pattern>
);

type TipProps = {
  readonly point: BarPoint;
  readonly series: readonly BarSeries[];
  readonly figure: ((figure: number) => string) | undefined;
};

/** What a bar counts, in the order in which it is stacked. */
const Tip = ({ point, series, figure = formatCount }: TipProps) => (
  <div role="status" className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
    <p className="mb-1 font-medium">{point.name ?? point.label}</p>
    {series.toReversed().map(({ key, label, ...fill }) =>
      Number(point[key] ?? 0) === 0 ? null : (
        <p key={key} className="flex items-center gap-2 text-ink-2">
          <Swatch {...fill} />
          {label}
          <span className="ml-auto pl-4 font-medium text-ink">{figure(Number(point[key]))}</span>
        </p>
      ),
    )}
    {point.note && <p className="mt-1 border-t border-line pt-1 text-ink-2">{point.note}</p>}
  </div>
);
