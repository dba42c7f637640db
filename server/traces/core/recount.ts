import {
  type Alike,
  type CostBucket,
  type Costs,
  NO_COSTS,
  type PricedTogether,
  TOKEN_CLASSES,
  type TokenClass,
  totalOf,
} from "@/server/kernel/cost";
import { costsLike, type Delta, mergeDeltas } from "./cost";

/** Steps that were counted in one way and have their unit prices in common. */
export type Group = Alike & {
  readonly bucket: string;
  readonly priceVersion: number;
  readonly dimensionId: number;
  /** Which classes of tokens each of them has, as bits; between which lengths of input they lie. */
  readonly classes: number;
  readonly reach: number;
  readonly steps: number;
  /** What they were counted with, all together. */
  readonly costPicoUsd: bigint;
};

/** Steps that are counted otherwise from now on. `was`: what the table that counted them once says today. */
export type Way = {
  readonly group: Group;
  readonly was: PricedTogether;
  readonly is: PricedTogether;
  readonly dimensionId: number;
  /** Whether it is the way of all steps that are alike but for the classes of their tokens and the length of their input. */
  readonly isAny: boolean;
};

/** Whether steps are counted otherwise: in another bucket, under something else, by other unit prices. */
function isOtherwise({ group, was, is, dimensionId }: Way): boolean {
  if (group.bucket !== is.bucket || group.dimensionId !== dimensionId || group.costPicoUsd !== (is.costPicoUsd ?? 0n)) return true;
  return TOKEN_CLASSES.some((of) => group.tokens[of] !== 0n && was.units?.[of] !== is.units?.[of]);
}

const sameUnits = (a: PricedTogether, b: PricedTogether): boolean => TOKEN_CLASSES.every((of) => a.units?.[of] === b.units?.[of]);

const plusTokens = (a: Group["tokens"], b: Group["tokens"]): Group["tokens"] =>
  Object.fromEntries(TOKEN_CLASSES.map((of) => [of, a[of] + b[of]])) as Group["tokens"];

/**
 * The ways of steps that are counted otherwise. Where neither classes nor lengths make a difference, which is the rule, those that
 * are alike but for them go one way together.
 */
export function otherwise(ways: readonly Way[]): Way[] {
  const alike = Map.groupBy(ways, ({ group: { bucket, priceVersion, dimensionId, provider, model, serviceTier, hasFailed, hasUsage } }) =>
    JSON.stringify([bucket, priceVersion, dimensionId, provider, model, serviceTier, hasFailed, hasUsage]),
  );
  return [...alike.values()].flatMap((own) => {
    const changed = own.filter(isOtherwise);
    const [first] = changed;
    if (first === undefined) return [];
    const isOne =
      changed.length === own.length &&
      own.every((one) => one.is.bucket === first.is.bucket && sameUnits(one.is, first.is) && sameUnits(one.was, first.was));
    if (!isOne) return changed;
    const tokens = own.map(({ group }) => group.tokens).reduce(plusTokens);
    const steps = own.reduce((sum, { group }) => sum + group.steps, 0);
    return [{ ...first, group: { ...first.group, tokens, steps }, isAny: true }];
  });
}

/** What was changed of a way, in one hour. */
export type Recounted = {
  readonly hourMs: number;
  readonly steps: number;
  readonly tokens: Readonly<Record<TokenClass, bigint>>;
  readonly reportedPicoUsd: bigint;
  /** What they cost together until now. */
  readonly wasPicoUsd: bigint;
};

const times = (units: PricedTogether["units"], tokens: Readonly<Record<TokenClass, bigint>>): Costs =>
  units === null
    ? NO_COSTS
    : (Object.fromEntries(TOKEN_CLASSES.map((of) => [of, tokens[of] === 0n ? 0n : tokens[of] * (units[of] ?? 0n)])) as Costs);

const minus = (one: Readonly<Record<TokenClass, bigint>>) => Object.fromEntries(TOKEN_CLASSES.map((of) => [of, -one[of]])) as Costs;

/** What comes to the counted cost, and goes from it, with steps that are counted otherwise; and by how much they cost more. */
export function deltasOfWays(done: readonly (readonly [Way, Recounted])[]): {
  readonly deltas: readonly Delta[];
  readonly differencePicoUsd: bigint;
} {
  let differencePicoUsd = 0n;
  const deltas = done.flatMap(
    ([{ group, was, is, dimensionId }, { hourMs, steps, tokens: told, reportedPicoUsd, wasPicoUsd }]): Delta[] => {
      const tokens = group.hasUsage ? told : NO_COSTS;
      const costs = times(is.units, tokens);
      differencePicoUsd += totalOf(costs) - wasPicoUsd;
      const before = minus(costsLike(times(was.units, tokens), wasPicoUsd));
      return [
        { hourMs, dimensionId, bucket: is.bucket, calls: steps, tokens, costs, reportedPicoUsd },
        {
          ...{ hourMs, dimensionId: group.dimensionId, bucket: group.bucket as CostBucket, calls: -steps },
          ...{ tokens: minus(tokens), costs: before, reportedPicoUsd: -reportedPicoUsd },
        },
      ];
    },
  );
  return { deltas: mergeDeltas(deltas), differencePicoUsd };
}
