/**
 * A reading that may be a little old, remembered by this process for `ttlMs`: for settings that a hot path reads on
 * every call and that nobody changes by the second. A failed reading is not remembered.
 */
export function remembered<T>(ttlMs: number, load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, { readonly until: number; readonly value: Promise<T> }>();
  return (key) => {
    const nowMs = performance.now();
    const entry = known.get(key);
    if (entry !== undefined && entry.until > nowMs) return entry.value;
    if (known.size >= 1_000) known.clear();
    const value = load(key);
    known.set(key, { until: nowMs + ttlMs, value });
    value.catch(() => known.delete(key));
    return value;
  };
}
