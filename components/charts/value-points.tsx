"use client";

import { ErrorBar, ReferenceArea, Scatter, ScatterChart, XAxis, YAxis } from "recharts";
import { FRAME, Grid, PointTip, TipBox } from "./chart-parts";

export type ValuePoint = {
  readonly name: string;
  /** Beside the name, e.g. ", now". */
  readonly role: string;
  readonly count: string;
  readonly isFilled: boolean;
  readonly x: number;
  readonly y: number;
  /** How far the intervals reach below and above. */
  readonly xReach: readonly [number, number];
  readonly yReach: readonly [number, number];
  /** Where the words stand, so that they cover nothing. */
  readonly side: "left" | "right";
  readonly lift: number;
  readonly tip: readonly string[];
};
export type ValuePointsProps = {
  readonly label: string;
  readonly points: readonly ValuePoint[];
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly xWords: (value: number) => string;
  readonly yWords: (value: number) => string;
  /** What lies above this height is marked, with these words. */
  readonly band: { readonly from: number; readonly words: string } | null;
};

const TICK = { fill: "var(--ink-3)", fontSize: 11 };
const BAR = { stroke: "var(--ink-2)", strokeWidth: 1.25, isAnimationActive: false } as const;
const HALO = { paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 3, strokeLinejoin: "round" } as const;

/** Points with their intervals both ways and their names beside them; the arrow keys go from point to point. A table beside it says the same. */
export default function ValuePoints({ label, points, xTicks, yTicks, xWords, yWords, band }: ValuePointsProps) {
  const [bottom, last] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 100];
  // Above the last tick, where no point can be, there is room for the words of the band.
  const top = last + (last - bottom) * 0.14;
  return (
    <ScatterChart {...FRAME} title={label} margin={{ top: 6, right: 10, bottom: 0, left: 0 }}>
      <Grid />
      {band && (
        <ReferenceArea
          y1={Math.max(band.from, bottom)}
          y2={top}
          fill="var(--ok-weak)"
          fillOpacity={0.75}
          stroke="none"
          label={{ value: band.words, position: "insideTopLeft", fill: "var(--ok)", fontSize: 11 }}
        />
      )}
      <XAxis
        type="number"
        dataKey="x"
        domain={[xTicks[0] ?? 0, xTicks.at(-1) ?? 1]}
        ticks={[...xTicks]}
        tickFormatter={xWords}
        tick={TICK}
        tickLine={{ stroke: "var(--line-strong)" }}
        axisLine={{ stroke: "var(--line-strong)" }}
        interval="preserveStartEnd"
      />
      <YAxis
        type="number"
        dataKey="y"
        domain={[bottom, top]}
        ticks={[...yTicks]}
        tickFormatter={yWords}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={38}
      />
      <PointTip<ValuePoint> cursor={false}>{(point) => <Tip point={point} />}</PointTip>
      <Scatter
        data={[...points]}
        isAnimationActive={false}
        shape={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: unknown }) => (
          <Point cx={cx ?? 0} cy={cy ?? 0} point={payload as ValuePoint} />
        )}
      >
        <ErrorBar dataKey="yReach" direction="y" width={0} {...BAR} />
        <ErrorBar dataKey="xReach" direction="x" width={0} {...BAR} />
      </Scatter>
    </ScatterChart>
  );
}

type PointProps = { readonly cx: number; readonly cy: number; readonly point: ValuePoint };

function Point({ cx, cy, point }: PointProps) {
  const isLeft = point.side === "left";
  const x = cx + (isLeft ? -11 : 11);
  const y = cy + point.lift;
  return (
    <g>
      <circle cx={cx} cy={cy} r={4.5} fill={point.isFilled ? "var(--ink)" : "var(--surface)"} stroke="var(--ink)" strokeWidth={1.6} />
      <g textAnchor={isLeft ? "end" : "start"} fontSize={11} {...HALO}>
        <text x={x} y={y} fill="var(--ink)">
          <tspan fontWeight={600}>{point.name}</tspan>
          {point.role}
        </text>
        <text x={x} y={y + 13} fill="var(--ink-3)">
          {point.count}
        </text>
      </g>
    </g>
  );
}

const Tip = ({ point }: { readonly point: ValuePoint }) => (
  <TipBox name={`${point.name}${point.role}`}>
    {point.tip.map((line) => (
      <p key={line} className="text-ink-2">
        {line}
      </p>
    ))}
  </TipBox>
);
