"use client";

import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";

/** `name` heads what is told of the point. A figure that is not there is a gap. */
export type OutlookPoint = {
  readonly label: string;
  readonly name: string;
  readonly actual?: number;
  readonly ahead?: number;
  readonly band?: readonly [number, number];
  /** Another line to hold it against. */
  readonly against?: number;
};

export type OutlookLinesProps = {
  readonly label: string;
  readonly points: readonly OutlookPoint[];
  readonly names: { readonly actual: string; readonly ahead: string; readonly band: string; readonly against: string };
  readonly words: { readonly axis: (figure: number) => string; readonly figure: (figure: number) => string };
  /** A level that is marked, with its name. */
  readonly limit?: { readonly value: number; readonly label: string } | null;
  /** Where the line meets the limit, by the point's label. */
  readonly meets?: { readonly label: string; readonly value: number } | null;
};

const TICK = { fill: "var(--ink-3)", fontSize: 12 };

/** What was so far, and what is to come with its band, as lines; the arrow keys go from point to point. A table beside it says the same. */
export default function OutlookLines({ label, points, names, words, limit, meets }: OutlookLinesProps) {
  const ofLines = { type: "linear", isAnimationActive: false, connectNulls: false } as const;
  return (
    <ComposedChart
      responsive
      data={[...points]}
      margin={{ top: 16, right: 8, bottom: 0, left: 0 }}
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
        minTickGap={24}
        interval="preserveStartEnd"
      />
      <YAxis tick={TICK} tickLine={false} axisLine={false} width="auto" tickFormatter={words.axis} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: "var(--line-strong)" }}
        content={({ active, payload }) =>
          active && payload[0] !== undefined ? (
            <Tip point={payload[0].payload as OutlookPoint} names={names} figure={words.figure} limit={limit} />
          ) : null
        }
      />
      <Area {...ofLines} dataKey="band" stroke="none" fill="var(--ink-3)" fillOpacity={0.22} activeDot={false} dot={false} />
      <Line {...ofLines} dataKey="against" stroke="var(--ink-3)" strokeWidth={1} dot={false} activeDot={false} />
      <Line {...ofLines} dataKey="actual" stroke="var(--ink)" strokeWidth={2} dot={false} />
      <Line {...ofLines} dataKey="ahead" stroke="var(--ink)" strokeWidth={1.5} strokeDasharray="4 3" dot={false} />
      {limit && (
        <ReferenceLine
          y={limit.value}
          stroke="var(--warn)"
          ifOverflow="extendDomain"
          label={{ value: limit.label, position: "insideTopLeft", fill: "var(--warn)", fontSize: 12 }}
        />
      )}
      {meets && <ReferenceLine x={meets.label} stroke="var(--warn)" strokeDasharray="2 3" />}
      {meets && <ReferenceDot x={meets.label} y={meets.value} r={5} fill="var(--surface)" stroke="var(--warn)" strokeWidth={2} />}
    </ComposedChart>
  );
}

type TipProps = Pick<OutlookLinesProps, "names" | "limit"> & {
  readonly point: OutlookPoint;
  readonly figure: (figure: number) => string;
};

const Tip = ({ point, names, figure, limit }: TipProps) => (
  <div role="status" className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
    <p className="mb-1 font-medium">{point.name}</p>
    {point.actual !== undefined && <TipLine name={names.actual} value={figure(point.actual)} />}
    {point.actual === undefined && point.ahead !== undefined && <TipLine name={names.ahead} value={figure(point.ahead)} />}
    {point.actual === undefined && point.band && (
      <TipLine name={names.band} value={`${figure(point.band[0])} to ${figure(point.band[1])}`} />
    )}
    {point.against !== undefined && <TipLine name={names.against} value={figure(point.against)} />}
    {limit && <TipLine name={limit.label} value={figure(limit.value)} />}
  </div>
);

const TipLine = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <p className="flex gap-4 text-ink-2">
    {name}
    <span className="ml-auto font-medium text-ink">{value}</span>
  </p>
);
