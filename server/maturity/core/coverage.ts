export type Span = { readonly fromMs: number; readonly toMs: number };

/** The share of a time that at least one span covers, exactly 1 where all of it is covered. */
export function coveredShare(spans: readonly Span[], fromMs: number, toMs: number): number {
  let covered = 0;
  let reached = fromMs;
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const end = Math.min(span.toMs, toMs);
    covered += Math.max(0, end - Math.max(span.fromMs, reached));
    reached = Math.max(reached, end);
  }
  return toMs <= fromMs ? 0 : covered / (toMs - fromMs);
}
