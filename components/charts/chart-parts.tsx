import type { ReactElement, ReactNode } from "react";
import { CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";

/** How figures are written: at the axis, and where they are told of a point. */
export type FigureWords = { readonly axis: (figure: number) => string; readonly figure: (figure: number) => string };

/** What every chart over points has: it fills its place and goes by the arrow keys. */
export const FRAME = { responsive: true, accessibilityLayer: true, className: "size-full rounded-sm" } as const;

const TICK = { fill: "var(--ink-3)", fontSize: 12 };

export const Grid = () => <CartesianGrid vertical={false} stroke="var(--line)" />;

/** The axis at the foot, of the points' labels. */
export const LabelAxis = ({ minGap }: { readonly minGap: number }) => (
  <XAxis
    dataKey="label"
    tick={TICK}
    tickLine={false}
    axisLine={{ stroke: "var(--line-strong)" }}
    minTickGap={minGap}
    interval="preserveStartEnd"
  />
);

type FigureAxisProps = { readonly words: (figure: number) => string; readonly isWhole?: boolean };

/** The axis of figures; of counts it is whole. */
export const FigureAxis = ({ words, isWhole = false }: FigureAxisProps) => (
  <YAxis tick={TICK} tickLine={false} axisLine={false} width="auto" allowDecimals={!isWhole} tickFormatter={words} />
);

type PointTipProps<P> = {
  readonly cursor: { readonly fill: string } | { readonly stroke: string } | false;
  readonly children: (point: P) => ReactElement;
};

/** What is told of the point that is pointed at or reached by the arrow keys. */
export const PointTip = <P,>({ cursor, children }: PointTipProps<P>) => (
  <Tooltip
    isAnimationActive={false}
    cursor={cursor}
    content={({ active, payload }) => (active && payload[0] !== undefined ? children(payload[0].payload as P) : null)}
  />
);

type TipBoxProps = { readonly name: ReactNode; readonly note?: ReactNode; readonly children?: ReactNode };

export const TipBox = ({ name, note, children }: TipBoxProps) => (
  <div role="status" className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
    <p className="mb-1 font-medium">{name}</p>
    {children}
    {note && <p className="mt-1 border-t border-line pt-1 text-ink-2">{note}</p>}
  </div>
);
