/** Where prices change: between two of these moments, and two of these lengths of input, all calls of a model have the same unit prices. */
export type Cuts = {
  /** In milliseconds, in no order. */
  readonly moments: readonly number[];
  /** Seconds of a UTC day. */
  readonly seconds: readonly number[];
  /** Tokens of input above which another price holds. */
  readonly lengths: readonly number[];
};

const DAY_MS = 86_400_000;

/** The first moment after one at which a price may change, of those before `endMs`; else that end. */
export function nextCut({ moments, seconds }: Cuts, afterMs: number, endMs: number): number {
  const dayMs = Math.floor(afterMs / DAY_MS) * DAY_MS;
  const daily = seconds.flatMap((second) => [dayMs + second * 1_000, dayMs + DAY_MS + second * 1_000]);
  return [...moments, ...daily].reduce((first, at) => (at > afterMs && at < first ? at : first), endMs);
}
