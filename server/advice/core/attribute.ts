/** What calls of one model came to within a run. */
export type ModelPart = {
  readonly model: string | null;
  readonly calls: number;
  /** Calls of which the cost is not known. */
  readonly unknown: number;
  readonly costPicoUsd: bigint;
};

export type Attributed =
  | { readonly attribution: "one"; readonly model: string; readonly costPicoUsd: bigint | null }
  | { readonly attribution: "mixed" | "none"; readonly model: null; readonly costPicoUsd: bigint | null };

/** A run is of a model that has at least so much of it. */
const MOST_PERCENT = 80n;

const largest = (parts: readonly ModelPart[], sizeOf: (part: ModelPart) => bigint): ModelPart | null => {
  const all = parts.reduce((sum, part) => sum + sizeOf(part), 0n);
  const found = parts.find((part) => all > 0n && sizeOf(part) * 100n >= all * MOST_PERCENT);
  return found ?? null;
};

/**
 * Which model a run is of: the one with at least 80 % of its cost; where the cost of a call is unknown, or nothing cost
 * anything, of its calls. A run that none did most of is of no model: it says nothing about either.
 */
export function attribute(parts: readonly ModelPart[]): Attributed {
  const counted = parts.filter(({ calls }) => calls > 0);
  if (counted.length === 0) return { attribution: "none", model: null, costPicoUsd: null };
  const sum = counted.reduce((all, { costPicoUsd }) => all + costPicoUsd, 0n);
  const isWhole = counted.every(({ unknown }) => unknown === 0);
  const costPicoUsd = isWhole ? sum : null;
  const lead = isWhole && sum > 0n ? largest(counted, (part) => part.costPicoUsd) : largest(counted, ({ calls }) => BigInt(calls));
  return lead?.model ? { attribution: "one", model: lead.model, costPicoUsd } : { attribution: "mixed", model: null, costPicoUsd };
}
