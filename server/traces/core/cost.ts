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
type Sums = { calls: number; reported: bigint; tokens: Record<TokenClass, bigint>; costs: Record<TokenClass, bigint> };

const isNothing = ({ calls, reported, tokens, costs }: Sums): boolean =>
  calls === 0 && reported === 0n && TOKEN_CLASSES.every((of) => tokens[of] === 0n && costs[of] === 0n);

/** Sums up what is counted and what no longer is, by hour, dimension and bucket. What cancels out is left out. */
export function deltasOf(added: readonly Counted[], removed: readonly Counted[] = []): readonly Delta[] {
  const sums = new Map<string, Sums>();
  const book = ({ startedMs, dimensionId, bucket, tokens, costs, reportedPicoUsd }: Counted, sign: 1 | -1) => {
    const key = `${Math.floor(startedMs / HOUR_MS) * HOUR_MS} ${dimensionId} ${bucket}`;
    const sum = sums.get(key) ?? { calls: 0, reported: 0n, tokens: { ...NO_COSTS }, costs: { ...NO_COSTS } };
    sum.calls += sign;
    sum.reported += BigInt(sign) * reportedPicoUsd;
    for (const of of TOKEN_CLASSES) {
      sum.tokens[of] += BigInt(sign * tokens[of]);
      sum.costs[of] += BigInt(sign) * costs[of];
    }
    sums.set(key, sum);
  };
  for (const one of added) book(one, 1);
  for (const one of removed) book(one, -1);
  return [...sums].flatMap(([key, sum]) => {
    const [hour = "", dimension = "", bucket = ""] = key.split(" ");
    if (isNothing(sum)) return [];
    const { calls, tokens, costs, reported } = sum;
    return [
      {
        hourMs: Number(hour),
        dimensionId: Number(dimension),
        bucket: bucket as CostBucket,
        calls,
        tokens,
        costs,
        reportedPicoUsd: reported,
      },
    ];
  });
}

/** Costs by class that add up to what was counted once, should the same table be read otherwise today. */
export function costsLike(costs: Costs, total: bigint): Costs {
  const difference = total - totalOf(costs);
  return difference === 0n ? costs : { ...costs, input: costs.input + difference };
}
