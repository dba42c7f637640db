import { isMeant, type Match, withDashedDate } from "./match";
import type { Rates } from "./rates";

/** Whose prices they are, and by which names it is known. The first that fits, in the order of `rank`, is meant. */
export type PricedProvider = {
  readonly id: string;
  readonly name: string;
  readonly providerMatch: Match | null;
  readonly modelMatch: Match | null;
  /** Where to look for a model that it does not list itself. */
  readonly fallbacks: readonly string[];
};

type PriceSource = "catalogue" | "contract";

/** A unit price from one moment to another. */
export type Price = {
  readonly id: string;
  readonly source: PriceSource;
  readonly provider: string;
  readonly model: string;
  /** Which names mean the model; null for its own alone. */
  readonly match: Match | null;
  readonly serviceTier: string;
  /** In milliseconds; null is for ever. `from` is inclusive, `to` exclusive. */
  readonly from: number | null;
  readonly to: number | null;
  /** Hours of the day (UTC, in seconds) at which it holds; null is all of them. */
  readonly hours: { readonly from: number; readonly to: number } | null;
  readonly rates: Rates;
};

export type Alias = {
  readonly name: string;
  /** Of whose deployment the name is; null for anyone's. */
  readonly provider: string | null;
  readonly toProvider: string;
  readonly toModel: string;
};

/** The price table as of one version. Prices of one model come in the order in which they hold: the last that fits. */
export type Book = {
  readonly version: number;
  readonly providers: readonly PricedProvider[];
  readonly prices: readonly Price[];
  readonly aliases: readonly Alias[];
};

/** A model as the table knows it, with all its prices. */
export type Known = { readonly provider: string; readonly model: string; readonly prices: readonly Price[] };

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function providerNamed({ providers }: Book, name: string): PricedProvider | undefined {
  const small = name.toLowerCase().trim();
  const byId = providers.find(({ id }) => id === small);
  if (byId !== undefined) return byId;
  // Names of Azure also contain whose models it serves.
  if (small.includes("azure")) return providers.find(({ id }) => id === "azure");
  const meant = providers.find(({ providerMatch }) => providerMatch !== null && isMeant(providerMatch, small));
  return meant ?? providers.find(({ id }) => id === small.split(/[./:_ -]/)[0]);
}

const means = ({ match, model }: Price, name: string): boolean => same(model, name) || (match !== null && isMeant(match, name));

function modelOf(book: Book, provider: PricedProvider, name: string, isFallback = false): Known | null {
  const own = book.prices.filter((price) => price.source === "catalogue" && price.provider === provider.id);
  const found = own.find((price) => means(price, name));
  if (found !== undefined) return { provider: provider.id, model: found.model, prices: own.filter(({ model }) => model === found.model) };
  if (isFallback) return null;
  for (const id of provider.fallbacks) {
    const other = book.providers.find((one) => one.id === id);
    const known = other === undefined ? null : modelOf(book, other, name, true);
    if (known !== null) return known;
  }
  return null;
}

/** What a provider and a model are called in the table, however they were written. */
function inCatalogue(book: Book, provider: string | null, model: string): Known | null {
  const meant =
    provider === null
      ? book.providers.find(({ modelMatch }) => modelMatch !== null && isMeant(modelMatch, model))
      : providerNamed(book, provider);
  if (meant === undefined) return null;
  const dashed = withDashedDate(model);
  return modelOf(book, meant, model) ?? (dashed === model ? null : modelOf(book, meant, dashed));
}

const aliasOf = ({ aliases }: Book, provider: string | null, model: string): Alias | undefined =>
  aliases.find((alias) => alias.provider !== null && provider !== null && same(alias.provider, provider) && same(alias.name, model)) ??
  aliases.find((alias) => alias.provider === null && same(alias.name, model));

/**
 * The model that a name means and its prices, those of contracts last, so that they win over the catalogue's. An alias
 * is followed once. Null when the table has no price under the name.
 */
export function findModel(book: Book, provider: string | null, model: string): Known | null {
  const alias = aliasOf(book, provider, model);
  const [by, name] = alias === undefined ? [provider, model] : [alias.toProvider, alias.toModel];
  const listed = inCatalogue(book, by, name);
  const isOurs = (price: Price) =>
    price.source === "contract" &&
    ((listed !== null && price.provider === listed.provider && same(price.model, listed.model)) ||
      (same(price.model, name) && (by === null || same(price.provider, by) || providerNamed(book, by)?.id === price.provider)));
  const agreed = book.prices.filter(isOurs);
  const first = agreed[0];
  if (listed !== null) return { ...listed, prices: [...listed.prices, ...agreed] };
  return first === undefined ? null : { provider: first.provider, model: first.model, prices: agreed };
}

const DAY_MS = 86_400_000;

function isInForce({ from, to, hours }: Price, atMs: number): boolean {
  if ((from !== null && atMs < from) || (to !== null && atMs >= to)) return false;
  if (hours === null) return true;
  const second = Math.floor((((atMs % DAY_MS) + DAY_MS) % DAY_MS) / 1_000);
  return hours.to < hours.from ? second >= hours.from || second < hours.to : second >= hours.from && second < hours.to;
}

/** The price of a service tier at a moment; a contract's where there is one. */
export const priceAt = (prices: readonly Price[], serviceTier: string, atMs: number): Price | null =>
  prices.findLast((price) => price.serviceTier === serviceTier && isInForce(price, atMs)) ?? null;
