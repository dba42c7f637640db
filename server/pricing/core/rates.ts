import { type Costs, NO_COSTS, TOKEN_CLASSES, type TokenClass, type Tokens } from "@/server/kernel/cost";
import { inputOf } from "./usage";

/** A unit price in micro-USD per million tokens, which is pico-USD per token; above a length of input, another one for the whole call. */
export type Rate = { readonly base: string; readonly tiers?: readonly { readonly above: number; readonly rate: string }[] };

/** Unit prices of a model. A class without one is priced as the class that it is a part of. */
export type Rates = Partial<Readonly<Record<TokenClass, Rate>>>;

const PART_OF: Partial<Record<TokenClass, TokenClass>> = {
  cacheRead: "input",
  cacheWrite5m: "input",
  cacheWrite1h: "cacheWrite5m",
  reasoning: "output",
};

function rateOf(rates: Rates, of: TokenClass): Rate | null {
  const own = rates[of];
  if (own !== undefined) return own;
  const wider = PART_OF[of];
  return wider === undefined ? null : rateOf(rates, wider);
}

/** The unit price of a class for a call with so much input, in pico-USD per token; null when there is none. */
export function unitPrice(rates: Rates, of: TokenClass, inputTokens: number, percent = 100): bigint | null {
  const rate = rateOf(rates, of);
  if (rate === null) return null;
  const tier = [...(rate.tiers ?? [])].sort((a, b) => b.above - a.above).find(({ above }) => inputTokens > above);
  // The price is rounded, never the product: cost stays tokens × unit price, exactly.
  return (BigInt(tier?.rate ?? rate.base) * BigInt(percent) + 50n) / 100n;
}

/** What tokens cost by class, in pico-USD, exactly; null as soon as tokens of one class have no price. */
export function costsOf(tokens: Tokens, rates: Rates, percent = 100): Costs | null {
  const length = inputOf(tokens);
  const costs: Record<TokenClass, bigint> = { ...NO_COSTS };
  for (const of of TOKEN_CLASSES) {
    if (tokens[of] === 0) continue;
    const price = unitPrice(rates, of, length, percent);
    if (price === null) return null;
    costs[of] = BigInt(tokens[of]) * price;
  }
  return costs;
}
