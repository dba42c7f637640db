/**
 * A reading that several callers may share, and that is never older than its caller: who asks while one is under way
 * waits for the next one, together with all who asked meanwhile. For what a hot path must read fresh on every call.
 */
export function sharedReading<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  type UnderWay = { readonly ended: Promise<unknown>; next: Promise<T> | null };
  const underWay = new Map<string, UnderWay>();
  const begin = (key: string): Promise<T> => {
    const reading = load(key);
    const mine: UnderWay = { ended: reading.catch(() => undefined), next: null };
    underWay.set(key, mine);
    void mine.ended.then(() => {
      if (mine.next === null) underWay.delete(key);
    });
    return reading;
  };
  return (key) => {
    const current = underWay.get(key);
    if (current === undefined) return begin(key);
    current.next ??= current.ended.then(() => begin(key));
    return current.next;
  };
}
