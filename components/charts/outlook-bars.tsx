"use client";

import { Bar, BarChart, CartesianGrid, ErrorBar, Tooltip, XAxis, YAxis } from "recharts";

/** `spread` is how far it may be below and above what is to come. A point without figures is a gap. */
export type BarToCome = {
  readonly label: string;
  readonly name: string;
  readonly actual?: number;
  readonly ahead?: number;
  readonly spread?: readonly [number, number];
  readonly note?: string;
};

export type OutlookBarsProps = {
  readonly label: string;
  readonly points: readonly BarToCome[];
  readonly words: { readonly axis: (figure: number) => string; readonly figure: (figure: number) => string };
};

const TICK = { fill: "var(--ink-3)", fontSize: 12 };

/** What each day was, and what each to come is with its spread; the arrow keys go from bar to bar. A table beside it says the same. */
export default function OutlookBars({ label, points, words }: OutlookBarsProps) {
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
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="label"
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        minTickGap={12}
        interval="preserveStartEnd"
      />
      <YAxis tick={TICK} tickLine={false} axisLine={false} width="auto" tickFormatter={words.axis} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--sunken)" }}
        content={({ active, payload }) =>
          active && payload[0] !== undefined ? <Tip point={payload[0].payload as BarToCome} figure={words.figure} /> : null
        }
      />
      <Bar dataKey="actual" stackId="all" fill="var(--s1)" isAnimationActive={false} />
      <Bar dataKey="ahead" stackId="all" fill="var(--s1)" fillOpacity={0.34} isAnimationActive={false}>
        <ErrorBar dataKey="spread" width={0} strokeWidth={1.2} stroke="var(--ink-2)" isAnimationActive={false} />
      </Bar>
    </BarChart>
  );
}

type TipProps = { readonly point: BarToCome; readonly figure: (figure: number) => string };

const Tip = ({ point: { name, actual, ahead, spread, note }, figure }: TipProps) => (
  <div role="status" className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
    <p className="mb-1 font-medium">{name}</p>
    {actual !== undefined && <p className="text-ink-2">spent {figure(actual)}</p>}
    {ahead !== undefined && (
      <p className="text-ink-2">
        to come {figure(ahead)}
        {spread && `, ${figure(Math.max(0, ahead - spread[0]))} to ${figure(ahead + spread[1])}`}
      </p>
    )}
    {note && <p className="mt-1 border-t border-line pt-1 text-ink-2">{note}</p>}
  </div>
);
