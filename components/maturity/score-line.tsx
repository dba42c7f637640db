import { formatDay } from "@/components/attainment/prepare-attainment";
import { formatScore } from "@/server/maturity/core/figure-words";
import { LEVELS } from "@/server/maturity/core/rubric";

export type ScorePoint = { readonly day: string; readonly score: number };

const DAY_MS = 86_400_000;
const [LOWEST, HIGHEST] = [1, 5];
/** How far from the top a score stands, in per cent. */
const topOf = (score: number): number => (1 - (score - LOWEST) / (HIGHEST - LOWEST)) * 100;

/**
 * How a score went from day to day, on the scale of the levels. Days without a snapshot are drawn through. Lines stretch with the page,
 * words keep their size.
 */
export function ScoreLine({ name, points }: { readonly name: string; readonly points: readonly ScorePoint[] }) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [Date.parse(first.day) / DAY_MS, Date.parse(last.day) / DAY_MS];
  const leftOf = (day: string): number => ((Date.parse(day) / DAY_MS - from) / Math.max(1, to - from)) * 100;
  const line = points.map(({ day, score }) => `${leftOf(day).toFixed(2)},${topOf(score).toFixed(2)}`).join(" ");
  const words = `${name}: ${formatScore(first.score)} on ${formatDay(first.day, true)}, ${formatScore(last.score)} on ${formatDay(last.day, true)}`;
  return (
    <div role="img" aria-label={words} className="grid grid-cols-[6rem_minmax(0,1fr)] text-xs text-ink-3">
      <div aria-hidden className="relative my-2 h-44">
        {Object.entries(LEVELS).map(([level, levelName]) => (
          <span key={level} className="absolute -translate-y-1/2" style={{ top: `${topOf(Number(level))}%` }}>
            {level} {levelName}
          </span>
        ))}
      </div>
      <div aria-hidden className="relative my-2 mr-2 h-44">
        {Object.keys(LEVELS).map((level) => (
          <span key={level} className="absolute inset-x-0 h-px bg-line" style={{ top: `${topOf(Number(level))}%` }} />
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
          <title>{words}</title>
          <polyline points={line} fill="none" stroke="var(--s1)" strokeWidth={2} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
        </svg>
        <span
          className="absolute size-2 -translate-1/2 rounded-full bg-(--s1)"
          style={{ left: `${leftOf(last.day)}%`, top: `${topOf(last.score)}%` }}
        />
      </div>
      <div aria-hidden className="col-start-2 flex justify-between">
        <span>{formatDay(first.day)}</span>
        <span>{formatDay(last.day)}</span>
      </div>
    </div>
  );
}
