const [WIDTH, HEIGHT] = [96, 18];

/** A row of bars for a table: starts at zero, on a scale of its own. A table beside it says the same in figures. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(...values, 0);
  if (most === 0) return null;
  const step = WIDTH / values.length;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="inline-block fill-ink-2">
      {values.map((value, i) => {
        const height = value <= 0 ? 0 : Math.max(1, (value / most) * HEIGHT);
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its day, and days do not move
        return <rect key={i} x={i * step} y={HEIGHT - height} width={Math.max(1, step - 1)} height={height} />;
      })}
    </svg>
  );
}
