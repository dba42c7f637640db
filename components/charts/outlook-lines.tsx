"use client";

import { Area, ComposedChart, Line, ReferenceDot, ReferenceLine } from "recharts";
import { FigureAxis, type FigureWords, FRAME, Grid, LabelAxis, PointTip, TipBox } from "./chart-parts";

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
  readonly words: FigureWords;
  /** A level that is marked, with its name. */
  readonly limit?: { readonly value: number; readonly label: string } | null;
  /** Where the line meets the limit, by the point's label. */
  readonly meets?: { readonly label: string; readonly value: number } | null;
};

/** What was so far, and what is to come with its band, as lines; the arrow keys go from point to point. A table beside it says the same. */
export default function OutlookLines({ label, points, names, words, limit, meets }: OutlookLinesProps) {
  const ofLines = { type: "linear", isAnimationActive: false, connectNulls: false } as const;
  return (
    <ComposedChart {...FRAME} data={[...points]} title={label} margin={{ top: 16, right: 8, bottom: 0, left: 0 }}>
      <Grid />
      <LabelAxis minGap={24} />
      <FigureAxis words={words.axis} />
      <PointTip<OutlookPoint> cursor={{ stroke: "var(--line-strong)" }}>
        {(point) => <Tip point={point} names={names} figure={words.figure} limit={limit} />}
      </PointTip>
      <Area {...ofLines} dataKey="band" stroke="none" fill="var(--ink-3)" fillOpacity={0.22} activeDot={false} dot={false} />
      <Line {...ofLines} dataKey="against" stroke="var(--ink-3)" strokeWidth={1} dot={false} activeDot={false} />
      <Line {...ofLines} dataKey="actual" stroke="var(--ink)" strokeWidth={2} dot={false} />
      <Line {...ofLines} dataKey="ahead" stroke="var(--ink)" strokeWidth={1.5} strokeDasharray="4 3" dot={false} />
      {limit && (
        <ReferenceLine
          y={limit.value}
          stroke="var(--warn)"
          ifOverflow="extendDomain"
          label={{
            value: limit.label,
            position: limit.value === 0 ? "insideBottomLeft" : "insideTopLeft",
            fill: "var(--warn)",
            fontSize: 12,
          }}
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
  <TipBox name={point.name}>
    {point.actual !== undefined && <TipLine name={names.actual} value={figure(point.actual)} />}
    {point.actual === undefined && point.ahead !== undefined && <TipLine name={names.ahead} value={figure(point.ahead)} />}
    {point.actual === undefined && point.band && (
      <TipLine name={names.band} value={`${figure(point.band[0])} to ${figure(point.band[1])}`} />
    )}
    {point.against !== undefined && <TipLine name={names.against} value={figure(point.against)} />}
    {limit && <TipLine name={limit.label} value={figure(limit.value)} />}
  </TipBox>
);

const TipLine = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <p className="flex gap-4 text-ink-2">
    {name}
    <span className="ml-auto font-medium text-ink">{value}</span>
  </p>
);
