type Copy = { readonly traceId: string; readonly spanId: string; readonly end: bigint | null };

/** What stands for a span within a batch and in the tables. */
export const spanKey = (span: { readonly traceId: string; readonly spanId: string }): string => span.traceId + span.spanId;

/** Each span once, in the order of the key: of several copies the first that has ended, else the first. */
export function mergeCopies<T extends Copy>(spans: readonly T[]): { readonly spans: readonly T[]; readonly duplicates: readonly T[] } {
  const kept = new Map<string, T>();
  const duplicates: T[] = [];
  for (const span of spans) {
    const key = spanKey(span);
    const other = kept.get(key);
    if (other === undefined) kept.set(key, span);
    else if (other.end === null && span.end !== null) {
      duplicates.push(other);
      kept.set(key, span);
    } else duplicates.push(span);
  }
  const byKey = [...kept].sort(([a], [b]) => (a < b ? -1 : 1));
  return { spans: byKey.map(([, span]) => span), duplicates };
}

export type Stored = { readonly traceId: string; readonly spanId: string; readonly isRunning: boolean };
export type Plan<T> = { readonly fresh: readonly T[]; readonly replaced: readonly Stored[]; readonly duplicates: readonly T[] };

/** What to do with spans of which some are stored already: one that ended replaces its running self, any other copy changes nothing. */
export function planAgainst<S extends Stored, T extends Copy>(
  spans: readonly T[],
  stored: readonly S[],
): Plan<T> & { readonly replaced: readonly S[] } {
  const known = new Map(stored.map((one) => [spanKey(one), one]));
  const fresh: T[] = [];
  const duplicates: T[] = [];
  const replaced: S[] = [];
  for (const span of spans) {
    const other = known.get(spanKey(span));
    if (other === undefined) fresh.push(span);
    else if (other.isRunning && span.end !== null) {
      fresh.push(span);
      replaced.push(other);
    } else duplicates.push(span);
  }
  return { fresh, replaced, duplicates };
}
