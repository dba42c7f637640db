import { type Call, NO_COSTS, NO_TOKENS, type Priced, TOKEN_CLASSES, totalOf, type UnitPrices } from "@/server/kernel/cost";
import { type Book, findModel, type Known, type Price, priceAt } from "./book";
import { costsOf, unitPrice } from "./rates";
import { hasUsage, inputOf, splitUsage } from "./usage";

const STANDARD = "standard";
/** Words for the tier that the list price is for. */
const AS_LISTED = new Set(["", STANDARD, "default", "auto", "on_demand", "standard_only", "unspecified"]);
/** Tiers that providers price as a share of the standard one, in percent. */
const SHARES: Readonly<Record<string, number>> = { batch: 50, flex: 50 };

type Applied = { readonly price: Price; readonly percent: number };

/** The price of a tier: its own, or a share of the standard one. A tier that neither is known of has no price. */
function priceFor(known: Known, tier: string | null, atMs: number): Applied | null {
  const wanted = (tier ?? "").toLowerCase();
  const name = AS_LISTED.has(wanted) ? STANDARD : wanted;
  const own = priceAt(known.prices, name, atMs);
  if (own !== null) return { price: own, percent: 100 };
  const [percent, standard] = [SHARES[name], priceAt(known.prices, STANDARD, atMs)];
  return percent === undefined || standard === null ? null : { price: standard, percent };
}

/** Finds models by name; a table is asked for few names, again and again. */
export function modelFinder(book: Book): (provider: string | null, model: string) => Known | null {
  const found = new Map<string, Known | null>();
  return (provider, model) => {
    const key = `${provider ?? ""}\n${model}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    if (found.size >= 5_000) found.clear(); // hostile names
    const fresh = findModel(book, provider, model);
    found.set(key, fresh);
    return fresh;
  };
}

/** What a call cost by the table, in pico-USD and by class of tokens. What is not known is said, never guessed. */
export function priceCall(call: Call, find: (provider: string | null, model: string) => Known | null): Priced {
  const told = { provider: call.provider, model: call.model };
  if (!hasUsage(call)) {
    const known = call.model === null ? null : find(call.provider, call.model);
    const names = known === null ? told : { provider: known.provider, model: known.model };
    return { bucket: call.hasFailed ? "failed" : "missing", ...names, tokens: NO_TOKENS, costs: NO_COSTS, costPicoUsd: null };
  }
  const tokens = splitUsage(call);
  const known = call.model === null ? null : find(call.provider, call.model);
  const applied = known === null ? null : priceFor(known, call.serviceTier, call.startedMs);
  const costs = applied === null ? null : costsOf(tokens, applied.price.rates, applied.percent);
  const names = known === null ? told : { provider: known.provider, model: known.model };
  if (costs === null) return { bucket: "unpriced", ...names, tokens, costs: NO_COSTS, costPicoUsd: null };
  return { bucket: "priced", ...names, tokens, costs, costPicoUsd: totalOf(costs) };
}

/** The unit prices that a call was priced by. */
export type Quote = {
  /** As it was agreed, or as listed where nothing was. */
  readonly agreed: UnitPrices;
  /** As the catalogue lists it for the same tier; what was agreed where the catalogue lists nothing. */
  readonly listed: UnitPrices;
};

/** The unit prices of a call by the table, listed and agreed; null where it has no price. */
export function quoteCall(call: Call, find: (provider: string | null, model: string) => Known | null): Quote | null {
  const known = call.model === null || !hasUsage(call) ? null : find(call.provider, call.model);
  const applied = known === null ? null : priceFor(known, call.serviceTier, call.startedMs);
  if (known === null || applied === null) return null;
  const length = inputOf(splitUsage(call));
  const pricesOf = ({ price, percent }: Applied) =>
    Object.fromEntries(TOKEN_CLASSES.map((of) => [of, unitPrice(price.rates, of, length, percent)])) as UnitPrices;
  const catalogue = { ...known, prices: known.prices.filter(({ source }) => source === "catalogue") };
  const agreed = pricesOf(applied);
  const listed = applied.price.source === "catalogue" ? applied : priceFor(catalogue, call.serviceTier, call.startedMs);
  return { agreed, listed: listed === null ? agreed : pricesOf(listed) };
}
