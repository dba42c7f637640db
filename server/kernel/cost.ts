/** Tokens that have a price of their own. The classes do not overlap: their sum is what a call used. */
export const TOKEN_CLASSES = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning"] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];
export type Tokens = Readonly<Record<TokenClass, number>>;

export const NO_TOKENS: Tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };

/** What tokens cost by class, in pico-USD. */
export type Costs = Readonly<Record<TokenClass, bigint>>;

export const NO_COSTS: Costs = { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, reasoning: 0n };

export const totalOf = (costs: Costs): bigint => TOKEN_CLASSES.reduce((sum, of) => sum + costs[of], 0n);

/** Usage as a step tells it: input with the cached tokens in it, output with reasoning. Null is unknown. */
export type ToldUsage = {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
};

/** A call of a model, as far as its cost goes. */
export type Call = ToldUsage & {
  readonly provider: string | null;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly startedMs: number;
  readonly hasFailed: boolean;
};

/**
 * Where the cost of a call stands: `priced`; `unpriced`, when its tokens are known and its price is not; `missing`, when
 * its usage was not told; `failed`, when it failed and told no usage, which providers seldom bill.
 */
export type CostBucket = "priced" | "unpriced" | "missing" | "failed";

/** What a call cost by a price table. */
export type Priced = {
  readonly bucket: CostBucket;
  /** As the table calls them; as they were told where it does not know them. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly tokens: Tokens;
  readonly costs: Costs;
  /** In pico-USD; null is unknown, never zero. */
  readonly costPicoUsd: bigint | null;
};

/** Unit prices in pico-USD per token, by class; null where a class has none. */
export type UnitPrices = Readonly<Record<TokenClass, bigint | null>>;

/** Calls that have their unit prices in common: of one model and tier, from one cut of the table to the next, with tokens of the same classes. */
export type Alike = Pick<Call, "provider" | "model" | "serviceTier" | "hasFailed" | "startedMs"> & {
  readonly hasUsage: boolean;
  /** The input of one of them. */
  readonly length: number;
  /** All their tokens by class. */
  readonly tokens: Readonly<Record<TokenClass, bigint>>;
};

/** What such calls cost together. `units`: by which each of them is priced. */
export type PricedTogether = Pick<Priced, "bucket" | "costs" | "costPicoUsd"> & { readonly units: UnitPrices | null };
