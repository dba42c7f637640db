import type { ModelPrice, Provider } from "@pydantic/genai-prices";
import type { TokenClass } from "@/server/kernel/cost";
import type { Match } from "./match";
import type { Rate, Rates } from "./rates";

/** Which catalogue this is; its version is the package's. */
export const CATALOGUE = "genai-prices 0.1.8";

const KEYS: Readonly<Record<string, TokenClass>> = {
  input_mtok: "input",
  cache_read_mtok: "cacheRead",
  cache_write_mtok: "cacheWrite5m",
  cache_write_1h_mtok: "cacheWrite1h",
  output_mtok: "output",
  output_reasoning_mtok: "reasoning",
};

export type ListedProvider = {
  readonly id: string;
  readonly name: string;
  readonly providerMatch: Match | null;
  readonly modelMatch: Match | null;
  readonly fallbacks: readonly string[];
};

export type ListedPrice = {
  readonly provider: string;
  readonly model: string;
  readonly name: string | null;
  readonly match: Match;
  /** Its place among the prices of its provider: the first model that fits is meant, the last price that holds applies. */
  readonly rank: number;
  readonly from: string | null;
  readonly hours: { readonly from: number; readonly to: number } | null;
  readonly rates: Rates;
};

/** US dollars per million tokens as whole micro-USD per million tokens. */
const micro = (usd: number): string => String(Math.round(usd * 1e6));

function rateOf(price: ModelPrice[string]): Rate | null {
  if (price === undefined) return null;
  if (typeof price === "number") return { base: micro(price) };
  return { base: micro(price.base), tiers: price.tiers.map(({ start, price: rate }) => ({ above: start, rate: micro(rate) })) };
}

function ratesOf(prices: ModelPrice): Rates {
  const rates: Partial<Record<TokenClass, Rate>> = {};
  for (const [key, of] of Object.entries(KEYS)) {
    const rate = rateOf(prices[key]);
    if (rate !== null) rates[of] = rate;
  }
  return rates;
}

/** Seconds of a UTC day: `16:30:00Z`. */
function secondOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace("Z", "").split(":").map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

type Conditional = Extract<Provider["models"][number]["prices"], readonly unknown[]>[number];

function heldOf({ constraint }: Pick<Conditional, "constraint">): Pick<ListedPrice, "from" | "hours"> {
  if (constraint === undefined) return { from: null, hours: null };
  if (constraint.type === "start_date") return { from: `${constraint.start_date}T00:00:00Z`, hours: null };
  return { from: null, hours: { from: secondOf(constraint.start_time), to: secondOf(constraint.end_time) } };
}

/** The catalogue as rows of a price table, in its own order. What has no price for tokens is left out. */
export function readCatalogue(providers: readonly Provider[]): {
  readonly providers: readonly ListedProvider[];
  readonly prices: readonly ListedPrice[];
} {
  const prices = providers.flatMap(({ id, models }) =>
    models.flatMap((model, at) => {
      const held: readonly Conditional[] = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
      return held.flatMap((one, i): ListedPrice[] => {
        const rates = ratesOf(one.prices);
        if (Object.keys(rates).length === 0) return [];
        const rank = at * 100 + i;
        return [{ provider: id, model: model.id, name: model.name ?? null, match: model.match as Match, rank, ...heldOf(one), rates }];
      });
    }),
  );
  return {
    providers: providers.map(({ id, name, provider_match, model_match, fallback_model_providers }) => ({
      id,
      name,
      providerMatch: (provider_match as Match | undefined) ?? null,
      modelMatch: (model_match as Match | undefined) ?? null,
      fallbacks: fallback_model_providers ?? [],
    })),
    prices,
  };
}
