const [WIDTH, HEIGHT] = [96, 18];

/** A row of bars for a table: starts at zero, on a scale of its own. A table beside it says the same in figures. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(...values, 0);
  if (most === 0) return null;
  const step = WIDTH / values.length;
  const barOf = (value: number, i: number) => {
    const height = value <= 0 ? 0 : Math.max(1, (value / most) * HEIGHT);
    return `M${i * step} ${HEIGHT}v${-height}h${Math.max(1, step - 1)}v${height}z`;
  };
  // One shape for all bars: there are many in a row, and many rows.
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="inline-block fill-ink-2">
      <path d={values.map(barOf).join("")} />
    </svg>
  );
}
