const [WIDTH, HEIGHT, EDGE] = [112, 30, 3];
const placeOf = (score: number): number => HEIGHT - EDGE - ((score - 1) / 4) * (HEIGHT - 2 * EDGE);

/** How a score went, on the scale of the levels from 1 to 5. The change beside it says the same in figures. */
export function TrendLine({ scores }: { readonly scores: readonly number[] }) {
  const last = scores.at(-1);
  if (last === undefined || scores.length < 2) return null;
  const step = (WIDTH - 2 * EDGE) / (scores.length - 1);
  const points = scores.map((score, i) => `${(EDGE + i * step).toFixed(1)},${placeOf(score).toFixed(1)}`);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="inline-block">
      <polyline points={points.join(" ")} fill="none" stroke="var(--ink-2)" strokeWidth={1.4} />
      <circle cx={WIDTH - EDGE} cy={placeOf(last)} r={2.6} fill="var(--ink)" />
    </svg>
  );
}
