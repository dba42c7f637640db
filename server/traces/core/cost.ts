import { type CostBucket, type Costs, NO_COSTS, TOKEN_CLASSES, type TokenClass, type Tokens, totalOf } from "@/server/kernel/cost";

/** Who and what a cost is of. */
export type Dimension = {
  readonly agent: string | null;
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly environment: string | null;
  /** Who began the work, as the sender names the person. */
  readonly person: string | null;
};

/** What a step is counted with. */
export type Counted = {
  readonly bucket: CostBucket;
  readonly dimensionId: number;
  readonly priceVersion: number;
  readonly tokens: Tokens;
  readonly costs: Costs;
  readonly costPicoUsd: bigint | null;
  /** What its sender says it cost. */
  readonly reportedPicoUsd: bigint;
  readonly startedMs: number;
};

/** What comes to the counted cost of one hour, or goes from it. */
export type Delta = {
  readonly hourMs: number;
  readonly dimensionId: number;
  readonly bucket: CostBucket;
  readonly calls: number;
  readonly tokens: Readonly<Record<TokenClass, bigint>>;
  readonly costs: Costs;
  readonly reportedPicoUsd: bigint;
};

const HOUR_MS = 3_600_000;
type Sums = {
  readonly hourMs: number;
  readonly dimensionId: number;
  readonly bucket: CostBucket;
  calls: number;
  reported: bigint;
  readonly tokens: Record<TokenClass, bigint>;
  readonly costs: Record<TokenClass, bigint>;
};

const isNothing = ({
  calls,
  reported,
  tokens,
  costs,
}: Pick<Delta, "calls" | "tokens" | "costs"> & { readonly reported: bigint }): boolean =>
  calls === 0 && reported === 0n && TOKEN_CLASSES.every((of) => tokens[of] === 0n && costs[of] === 0n);

const BUCKETS = ["priced", "unpriced", "missing", "failed"] as const satisfies readonly CostBucket[];
const DIMENSIONS = 2 ** 31;

/** Hour, dimension and bucket as one whole number: thousands of calls are summed up at a time. */
const keyOf = (hour: number, { dimensionId, bucket }: Counted): number =>
  (hour * BUCKETS.length + BUCKETS.indexOf(bucket)) * DIMENSIONS + dimensionId;

function add(sum: Sums, { tokens, costs, reportedPicoUsd }: Counted, sign: 1 | -1): void {
  sum.calls += sign;
  if (reportedPicoUsd !== 0n) sum.reported += BigInt(sign) * reportedPicoUsd;
  for (const of of TOKEN_CLASSES) {
    if (tokens[of] !== 0) sum.tokens[of] += BigInt(sign * tokens[of]);
    if (costs[of] !== 0n) sum.costs[of] += sign === 1 ? costs[of] : -costs[of];
  }
}

/** Sums up what is counted and what no longer is, by hour, dimension and bucket. What cancels out is left out. */
export function deltasOf(added: readonly Counted[], removed: readonly Counted[] = []): readonly Delta[] {
  const sums = new Map<number, Sums>();
  const sumOf = (one: Counted): Sums => {
    const hour = Math.floor(one.startedMs / HOUR_MS);
    const key = keyOf(hour, one);
    const known = sums.get(key);
    if (known !== undefined) return known;
    const { dimensionId, bucket } = one;
    const zeros = () => ({ ...NO_COSTS });
    const fresh = { hourMs: hour * HOUR_MS, dimensionId, bucket, calls: 0, reported: 0n, tokens: zeros(), costs: zeros() };
    sums.set(key, fresh);
    return fresh;
  };
  for (const one of added) add(sumOf(one), one, 1);
  for (const one of removed) add(sumOf(one), one, -1);
  return [...sums.values()].flatMap((sum) => {
    const { reported: reportedPicoUsd, ...delta } = sum;
    return isNothing(sum) ? [] : [{ ...delta, reportedPicoUsd }];
  });
}

const sumOf = <T extends Readonly<Record<TokenClass, bigint>>>(a: T, b: T): Record<TokenClass, bigint> => ({
  input: a.input + b.input,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
  cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
  output: a.output + b.output,
  reasoning: a.reasoning + b.reasoning,
});

/** Deltas of the same hour, dimension and bucket as one. What cancels out is left out. */
export function mergeDeltas(deltas: readonly Delta[]): readonly Delta[] {
  const merged = new Map<string, Delta>();
  for (const one of deltas) {
    const key = `${one.hourMs} ${one.dimensionId} ${one.bucket}`;
    const known = merged.get(key);
    const sum = known && {
      calls: known.calls + one.calls,
      tokens: sumOf(known.tokens, one.tokens),
      costs: sumOf(known.costs, one.costs),
      reportedPicoUsd: known.reportedPicoUsd + one.reportedPicoUsd,
    };
    merged.set(key, { ...one, ...sum });
  }
  return [...merged.values()].filter((one) => !isNothing({ ...one, reported: one.reportedPicoUsd }));
}

/** Costs by class that add up to what was counted once, should the same table be read otherwise today. */
export function costsLike(costs: Costs, total: bigint): Costs {
  const difference = total - totalOf(costs);
  return difference === 0n ? costs : { ...costs, input: costs.input + difference };
}
