import { type Alike, type Call, NO_COSTS, type PricedTogether, TOKEN_CLASSES, type TokenClass, totalOf } from "@/server/kernel/cost";
import type { Quote } from "./price-step";

/** One of them, as far as its unit prices go. */
export const oneOf = ({ provider, model, serviceTier, hasFailed, startedMs, length }: Alike): Call => ({
  ...{ provider, model, serviceTier, hasFailed, startedMs, input: length, output: null },
  ...{ cacheRead: null, cacheWrite: null, cacheWrite1h: null, reasoning: null },
});

/** What calls cost together that have their unit prices in common: to the last unit what each of them costs alone, summed up. */
export function priceTogether(calls: Alike, quote: Quote | null): PricedTogether {
  if (!calls.hasUsage) return { bucket: calls.hasFailed ? "failed" : "missing", units: null, costs: NO_COSTS, costPicoUsd: null };
  const units = quote?.agreed ?? null;
  const costs: Record<TokenClass, bigint> = { ...NO_COSTS };
  for (const of of TOKEN_CLASSES) {
    if (calls.tokens[of] === 0n) continue;
    const price = units?.[of] ?? null;
    if (price === null) return { bucket: "unpriced", units: null, costs: NO_COSTS, costPicoUsd: null };
    costs[of] = calls.tokens[of] * price;
  }
  // With no tokens at all the model must still be in the table.
  if (units === null) return { bucket: "unpriced", units: null, costs: NO_COSTS, costPicoUsd: null };
  return { bucket: "priced", units, costs, costPicoUsd: totalOf(costs) };
}
