import { waitForUpdate } from "@pydantic/genai-prices";
import { append, entryActor } from "@/server/audit/service";
import type { Alike, Call, Priced, PricedTogether } from "@/server/kernel/cost";
import { systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { remembered } from "@/server/platform/remembered";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import type { Book } from "./core/book";
import { CATALOGUE, readCatalogue } from "./core/catalogue";
import { planCatalogue } from "./core/plan-catalogue";
import { oneOf, priceTogether } from "./core/price-many";
import { modelFinder, priceCall, type Quote, quoteCall } from "./core/price-step";
import { insertRepricing } from "./repricing-store";
import * as store from "./store";

/** One version of the price table, ready to price by. */
export type PriceTable = {
  readonly version: number;
  readonly price: (call: Call) => Priced;
  readonly quote: (call: Call) => Quote | null;
  /** Prices many calls at once that have their unit prices in common, and says what the table calls their model. */
  readonly priceTogether: (calls: Alike) => PricedTogether & Pick<Priced, "provider" | "model">;
};

/** How long a process may price by a version that is no longer the newest. */
export const STALE_MS = 2_000;
const REMEMBERED_VERSIONS = 8;
const tables = new Map<number, Promise<PriceTable>>();

async function readBook(version: number, catalogue: string): Promise<Book> {
  const [providers, prices, aliases] = await Promise.all([
    store.listProviders(catalogue),
    store.listPrices(null, version),
    store.listAliases(null, version),
  ]);
  return {
    version,
    providers: providers.map(store.toProvider),
    // The catalogue's come first, so that what a contract says holds.
    prices: prices.map(store.toPrice),
    aliases: aliases.map(store.toAlias),
  };
}

const newest = remembered(STALE_MS, async () => {
  const found = await store.newestVersion();
  if (found !== null) return found;
  await takeCatalogue(clock.now());
  const taken = await store.newestVersion();
  if (taken === null) throw new Error("the catalogue was taken and there is no price table");
  return taken;
});

/** One version of the price table. A version never changes, so each is read once. */
export function priceTableAt(version: number): Promise<PriceTable> {
  const known = tables.get(version);
  if (known !== undefined) return known;
  const table = store.findVersion(version).then(async (row): Promise<PriceTable> => {
    if (row === null) throw new Error(`steps were priced by version ${version} of the price table, which is not there`);
    const find = modelFinder(await readBook(version, row.catalogue));
    return {
      version,
      price: (call) => priceCall(call, find),
      quote: (call) => quoteCall(call, find),
      priceTogether: (calls) => {
        const { provider, model } = priceCall(oneOf(calls), find);
        return { ...priceTogether(calls, quoteCall(oneOf(calls), find)), provider, model };
      },
    };
  });
  table.catch(() => tables.delete(version));
  const oldest = tables.keys().next();
  if (tables.size >= REMEMBERED_VERSIONS && !oldest.done) tables.delete(oldest.value);
  tables.set(version, table);
  return table;
}

/** The price table in force, as of two seconds ago at most. */
export const priceTable = async (): Promise<PriceTable> => priceTableAt((await newest("newest")).version);

/** Takes the catalogue that Reeve comes with into the table, if it is another one than the table has. Answers whether it was. */
export async function takeCatalogue(now: Date): Promise<boolean> {
  const known = await store.newestVersion();
  if (known?.catalogue === CATALOGUE) return false;
  const providers = (await waitForUpdate()) ?? [];
  const listed = readCatalogue(providers);
  return inTransaction(async (tx) => {
    await store.lockTable(tx);
    const before = await store.newestVersion(tx);
    if (before?.catalogue === CATALOGUE) return false;
    await store.insertProviders(tx, CATALOGUE, listed.providers);
    const held = before === null ? [] : (await store.listPrices(tx, before.version)).filter(({ source }) => source === "catalogue");
    const plan = planCatalogue(held, listed.prices, now);
    const version = await openVersion(tx, "catalogue", CATALOGUE, null, now);
    const removed = await store.endPrices(tx, plan.ended, version);
    const rows = plan.added.map((row) => ({
      ...row,
      id: newId("price"),
      sinceVersion: version,
      source: "catalogue",
      contract: null,
      byId: null,
    }));
    await store.insertPrices(tx, rows);
    await store.noteVersion(tx, version, { added: rows.length, removed });
    if (before !== null) await insertRepricing(tx, version, null, now);
    await append(tx, {
      kind: "prices.catalogue_taken",
      actor: entryActor(systemActor),
      subject: { type: "price_version", id: String(version) },
      occurredAt: now,
      data: { version, added: rows.length, removed },
    });
    return true;
  });
}

/** Opens the next version of the table. Call it under the table's lock. */
export const openVersion = (
  tx: PrismaTx,
  cause: "catalogue" | "contract" | "alias",
  catalogue: string,
  byId: string | null,
  now: Date,
): Promise<number> => store.insertVersion(tx, { at: now, cause, catalogue, added: 0, removed: 0, byId });
