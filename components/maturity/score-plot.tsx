const [WIDTH, HEIGHT, EDGE] = [200, 28, 8];
const placeOf = (score: number): number => EDGE + ((score - 1) / 4) * (WIDTH - 2 * EDGE);

export type ScorePlotProps = { readonly before: number | null; readonly now: number; readonly target: number | null };

/** Hollow where a score was, full where it is, a bar where it is meant to be. The row says the same in figures. */
export const ScorePlot = ({ before, now, target }: ScorePlotProps) => (
  <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="block h-auto w-[200px] print:w-[132px]">
    {[1, 2, 3, 4, 5].map((level) => (
      <line key={level} x1={placeOf(level)} x2={placeOf(level)} y1={0} y2={HEIGHT} stroke="var(--line)" />
    ))}
    {target !== null && <rect x={placeOf(target) - 1.5} y={6} width={3} height={16} fill="var(--s1)" />}
    {before !== null && (
      <>
        <line x1={placeOf(before)} x2={placeOf(now)} y1={14} y2={14} stroke="var(--ink-3)" strokeWidth={1.5} />
        <circle cx={placeOf(before)} cy={14} r={4} fill="var(--paper)" stroke="var(--ink-3)" strokeWidth={1.5} />
      </>
    )}
    <circle cx={placeOf(now)} cy={14} r={4.5} fill="var(--ink)" />
  </svg>
);

/** The figures of the scale, above the rows. */
export const ScoreScale = () => (
  <span aria-hidden className="relative block h-4 w-[200px] print:w-[132px]">
    {[1, 2, 3, 4, 5].map((level) => (
      <span key={level} className="absolute -translate-x-1/2" style={{ left: `${(placeOf(level) / WIDTH) * 100}%` }}>
        {level}
      </span>
    ))}
  </span>
);
