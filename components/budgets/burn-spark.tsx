import type { BurnDown } from "@/server/budgets/schema";
import type { DayToCome } from "@/server/spend/forecast-schema";
import { type LeftPoint, prepareLeft } from "./prepare-budgets";

const [WIDTH, HEIGHT, EDGE] = [190, 34, 4];

/** What is left of a window: solid so far, dashed as forecast, dotted the even pace to nothing. The table says the same in figures. */
export function BurnSpark({ burn, ahead }: { readonly burn: NonNullable<BurnDown>; readonly ahead: readonly DayToCome[] }) {
  const { limit, past, future } = prepareLeft(burn, ahead);
  const least = Math.min(0, ...past.map(({ left }) => left), ...future.map(({ left }) => left));
  const y = (left: number): number => EDGE + ((limit - left) / Math.max(1, limit - least)) * (HEIGHT - 2 * EDGE);
  const path = (points: readonly LeftPoint[]): string =>
    points.map(({ at, left }, i) => `${i === 0 ? "M" : "L"}${(at * WIDTH).toFixed(1)} ${y(left).toFixed(1)}`).join("");
  const passes = future.find(({ left }) => left < 0);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="block overflow-visible" fill="none">
      <path d={`M0 ${y(0)}H${WIDTH}`} stroke="var(--line-strong)" />
      <path d={`M0 ${y(limit)}L${WIDTH} ${y(0)}`} stroke="var(--ink-3)" strokeDasharray="1 3" />
      <path d={path(past)} stroke="var(--ink)" strokeWidth={1.5} />
      <path d={path(future)} stroke="var(--ink)" strokeDasharray="3 3" />
      {passes && <circle cx={passes.at * WIDTH} cy={y(0)} r={3.5} fill="var(--surface)" stroke="var(--warn)" strokeWidth={1.5} />}
    </svg>
  );
}
