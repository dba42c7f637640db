"use client";

import { useId } from "react";
import { Bar, BarChart, ErrorBar, ReferenceLine } from "recharts";
import { formatCount } from "@/components/ui/format-count";
import { aheadOf, type BarPoint, type BarSeries, type Mark } from "./bar-point";
import { FigureAxis, type FigureWords, FRAME, Grid, LabelAxis, PointTip, TipBox } from "./chart-parts";
import { Swatch } from "./swatch";

export type StackedBarsProps = {
  readonly label: string;
  readonly points: readonly BarPoint[];
  readonly series: readonly BarSeries[];
  /** How figures are written where they are no counts. */
  readonly words?: FigureWords;
  /** Whether points hold what is to come, too: it is drawn pale, with its spread. */
  readonly hasAhead?: boolean;
  readonly marks?: readonly Mark[];
};

const MARK_HEIGHT = 15;
/** Where the line of another mark passes behind words, they stay readable. */
const HALO = { paintOrder: "stroke", stroke: "var(--paper)", strokeWidth: 4, strokeLinejoin: "round" } as const;

/** Counts, or other figures, as stacked bars, one a point; the arrow keys go from bar to bar. A table beside it says the same. */
export default function StackedBars({ label, points, series, words, hasAhead = false, marks = [] }: StackedBarsProps) {
  const hatchId = useId();
  const head = marks.length * MARK_HEIGHT;
  const ofBars = { stackId: "all", isAnimationActive: false } as const;
  const fillOf = ({ key, color, isHatched }: BarSeries) => (isHatched ? `url(#${hatchId}${key})` : color);
  return (
    <BarChart
      {...FRAME}
      data={[...points]}
      title={label}
      margin={{ top: 8 + head, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="20%"
      maxBarSize={44}
    >
      <defs>{series.map(({ key, color, isHatched }) => isHatched && <Hatch key={key} id={`${hatchId}${key}`} color={color} />)}</defs>
      <Grid />
      <LabelAxis minGap={12} />
      <FigureAxis words={words?.axis ?? formatCount} isWhole={words === undefined} />
      <PointTip<BarPoint> cursor={{ fill: "var(--sunken)" }}>
        {(point) => <Tip point={point} series={series} figure={words?.figure ?? formatCount} />}
      </PointTip>
      {marks.map((mark) => (
        <ReferenceLine
          key={mark.label}
          x={mark.label}
          stroke="var(--ink-3)"
          strokeWidth={1}
          zIndex={-1}
          label={({ viewBox }) => <MarkWords mark={mark} head={head} {...(viewBox as Place)} />}
        />
      ))}
      {series.map((one) => (
        <Bar key={one.key} {...ofBars} dataKey={one.key} name={one.label} fill={fillOf(one)} />
      ))}
      {hasAhead && series.map((one) => <Bar key={one.key} {...ofBars} dataKey={aheadOf(one.key)} fill={fillOf(one)} fillOpacity={0.34} />)}
      {hasAhead && (
        // A bar of no height on top of all carries the spread of the whole.
        <Bar {...ofBars} dataKey={topOf} shape={noBar}>
          <ErrorBar dataKey="spread" width={0} strokeWidth={1.2} stroke="var(--ink-2)" isAnimationActive={false} />
        </Bar>
      )}
    </BarChart>
  );
}

/** Of a bar without a shape of its own that has no height nothing is drawn, its spread neither. */
const noBar = () => <g />;
const topOf = ({ spread }: BarPoint): number | undefined => (spread === undefined ? undefined : 0);

const Hatch = ({ id, color }: { readonly id: string; readonly color: string }) => (
  <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="5" height="5" fill="var(--surface)" />
    <rect width="2.25" height="5" fill={color} />
  </pattern>
);

type Place = { readonly x: number; readonly y: number };

/** The words of a mark, at the head of its line. */
const MarkWords = ({ mark: { words, line, side }, head, x, y }: Place & { readonly mark: Mark; readonly head: number }) => {
  const top = y - head + line * MARK_HEIGHT;
  const isLeft = side === "left";
  return (
    <g>
      <line x1={x} x2={x} y1={top - 2} y2={y} stroke="var(--ink-3)" />
      <text x={x + (isLeft ? -5 : 5)} y={top + 7} textAnchor={isLeft ? "end" : "start"} fill="var(--ink-2)" fontSize={12} {...HALO}>
        {words}
      </text>
    </g>
  );
};

type TipProps = { readonly point: BarPoint; readonly series: readonly BarSeries[]; readonly figure: (figure: number) => string };

/** What a bar counts, in the order in which it is stacked. */
const Tip = ({ point, series, figure }: TipProps) => {
  const rows = series.toReversed().flatMap(({ key, label, ...fill }) => {
    const [now, ahead] = [Number(point[key] ?? 0), Number(point[aheadOf(key)] ?? 0)];
    return now === 0 && ahead === 0 ? [] : [{ key, label, fill, words: now === 0 ? `about ${figure(ahead)}` : figure(now) }];
  });
  return (
    <TipBox name={point.name ?? point.label} note={point.note}>
      {rows.map(({ key, label, fill, words }) => (
        <p key={key} className="flex items-center gap-2 text-ink-2">
          <Swatch {...fill} />
          {label}
          <span className="ml-auto pl-4 font-medium text-ink">{words}</span>
        </p>
      ))}
    </TipBox>
  );
};
