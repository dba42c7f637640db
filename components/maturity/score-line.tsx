import { formatDay } from "@/components/attainment/prepare-attainment";
import { formatScore } from "@/server/maturity/core/figure-words";
import { LEVELS } from "@/server/maturity/core/rubric";

export type ScorePoint = { readonly day: string; readonly score: number };

const DAY_MS = 86_400_000;
const [WIDTH, HEIGHT] = [640, 220];
const FRAME = { left: 92, right: 12, top: 10, bottom: 26 } as const;
const placeY = (score: number): number => HEIGHT - FRAME.bottom - ((score - 1) / 4) * (HEIGHT - FRAME.bottom - FRAME.top);

/** How a score went from day to day, on the scale of the levels. Days without a snapshot are drawn through. */
export function ScoreLine({ name, points }: { readonly name: string; readonly points: readonly ScorePoint[] }) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [Date.parse(first.day) / DAY_MS, Date.parse(last.day) / DAY_MS];
  const placeX = (day: string): number =>
    FRAME.left + ((Date.parse(day) / DAY_MS - from) / Math.max(1, to - from)) * (WIDTH - FRAME.left - FRAME.right);
  const line = points.map(({ day, score }) => `${placeX(day).toFixed(1)},${placeY(score).toFixed(1)}`).join(" ");
  const words = `${name}: ${formatScore(first.score)} on ${formatDay(first.day, true)}, ${formatScore(last.score)} on ${formatDay(last.day, true)}`;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words} className="h-auto w-full">
      {Object.entries(LEVELS).map(([level, levelName]) => (
        <g key={level}>
          <line x1={FRAME.left} x2={WIDTH - FRAME.right} y1={placeY(Number(level))} y2={placeY(Number(level))} stroke="var(--line)" />
          <text x={0} y={placeY(Number(level)) + 4} className="fill-ink-3 text-xs">
            {level} {levelName}
          </text>
        </g>
      ))}
      <polyline points={line} fill="none" stroke="var(--s1)" strokeWidth={2} strokeLinejoin="round" />
      <circle cx={placeX(last.day)} cy={placeY(last.score)} r={3.5} fill="var(--s1)" />
      <text x={FRAME.left} y={HEIGHT - 6} className="fill-ink-3 text-xs">
        {formatDay(first.day)}
      </text>
      <text x={WIDTH - FRAME.right} y={HEIGHT - 6} textAnchor="end" className="fill-ink-3 text-xs">
        {formatDay(last.day)}
      </text>
    </svg>
  );
}
