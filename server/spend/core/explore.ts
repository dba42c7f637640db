import { type CostBucket, TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { roundTogether } from "./round";

export const DIMENSIONS = ["team", "agent", "taskClass", "model", "provider", "environment", "person", "costCentre"] as const;
export type DimensionName = (typeof DIMENSIONS)[number];
/** By what spend is broken down: what each call says of itself, and the tools whose answers it read. */
export const BREAKDOWNS = [...DIMENSIONS, "tool"] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];
export type Labels = Readonly<Record<DimensionName, string | null>>;

/** What one reads on by below each breakdown: by agent within a team, by model within an agent. */
export const WITHIN: Readonly<Record<Breakdown, DimensionName>> = {
  team: "agent",
  agent: "model",
  taskClass: "agent",
  model: "agent",
  provider: "model",
  environment: "agent",
  person: "agent",
  costCentre: "team",
  tool: "agent",
};

/** What was counted of one combination of labels: on one day of those looked at, or, with none, over the days before. */
export type Cell = {
  readonly day: number | null;
  readonly labels: Labels;
  readonly bucket: CostBucket;
  readonly calls: number;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly costPicoUsd: bigint;
};

export type Tally = { readonly calls: number; readonly inputTokens: bigint; readonly outputTokens: bigint; readonly costPicoUsd: bigint };

export const tally = (cells: readonly Cell[]): Tally => {
  let [calls, inputTokens, outputTokens, costPicoUsd] = [0, 0n, 0n, 0n];
  for (const cell of cells) {
    calls += cell.calls;
    inputTokens += cell.inputTokens;
    outputTokens += cell.outputTokens;
    costPicoUsd += cell.costPicoUsd;
  }
  return { calls, inputTokens, outputTokens, costPicoUsd };
};

const MICRO = 1_000_000n;
export const toMicro = (pico: bigint): string => (roundTogether([pico], MICRO)[0] ?? 0n).toString();

const isNow = ({ day }: Cell): boolean => day !== null;
const isPriced = ({ bucket }: Cell): boolean => bucket === "priced";

export type Group = {
  readonly key: string | null;
  readonly now: Tally;
  readonly before: Tally;
  readonly costMicroUsd: string;
  readonly perDayMicroUsd: readonly string[];
};

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1);

/**
 * Priced cost by one dimension, the dearest first and what is not attributed last. The amounts of the groups add up to
 * the total, and the days of a group to its amount.
 */
export function groupBy(cells: readonly Cell[], dimension: DimensionName, days: number): readonly Group[] {
  const priced = cells.filter(isPriced);
  const groups = [...Map.groupBy(priced, ({ labels }) => labels[dimension])].map(([key, own]) => {
    const perDay = Array.from({ length: days }, () => 0n);
    for (const { day, costPicoUsd } of own) if (day !== null) perDay[day] = (perDay[day] ?? 0n) + costPicoUsd;
    return { key, now: tally(own.filter(isNow)), before: tally(own.filter((cell) => !isNow(cell))), perDay };
  });
  groups.sort(
    (a, b) =>
      Number(a.key === null) - Number(b.key === null) ||
      compare(a.now.costPicoUsd, b.now.costPicoUsd) ||
      String(a.key).localeCompare(String(b.key)),
  );
  const costs = roundTogether(
    groups.map(({ now }) => now.costPicoUsd),
    MICRO,
  );
  return groups.map(({ perDay, ...group }, i) => {
    const micros = roundTogether(perDay, MICRO);
    return { ...group, costMicroUsd: (costs[i] ?? 0n).toString(), perDayMicroUsd: micros.map(String) };
  });
}

/** What moved the total, the largest first: an agent, a model or a task class, with the parts that its cost is made of. */
export function moversOf(cells: readonly Cell[], most: number) {
  const priced = cells.filter(isPriced);
  const moved = (["agent", "model", "taskClass"] as const).flatMap((dimension) =>
    [...Map.groupBy(priced, ({ labels }) => labels[dimension])].map(([key, own]) => {
      const [now, before] = [tally(own.filter(isNow)), tally(own.filter((cell) => !isNow(cell)))];
      return { dimension, key, now, before, difference: now.costPicoUsd - before.costPicoUsd };
    }),
  );
  const size = (amount: bigint) => (amount < 0n ? -amount : amount);
  return moved
    .filter(({ difference, key }) => difference !== 0n && key !== null)
    .sort((a, b) => compare(size(a.difference), size(b.difference)))
    .slice(0, most);
}

/** The calls of a bucket by model, the most first. */
export function byModel(cells: readonly Cell[], bucket: CostBucket) {
  const own = cells.filter((cell) => isNow(cell) && cell.bucket === bucket);
  return [...Map.groupBy(own, ({ labels }) => JSON.stringify([labels.provider, labels.model])).values()]
    .map((some) => ({
      provider: some[0]?.labels.provider ?? null,
      model: some[0]?.labels.model ?? null,
      agents: [...new Set(some.flatMap(({ labels }) => labels.agent ?? []))].sort(),
      ...tally(some),
    }))
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.calls - a.calls);
}

/** Amounts by class of tokens that add up to the total. */
export function roundClasses(sums: Readonly<Record<TokenClass, bigint>>): Record<TokenClass, string> {
  const rounded = roundTogether(
    TOKEN_CLASSES.map((of) => sums[of]),
    MICRO,
  );
  return Object.fromEntries(TOKEN_CLASSES.map((of, i) => [of, String(rounded[i] ?? 0n)])) as Record<TokenClass, string>;
}
