import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { gapsIn } from "./core/gaps";
import type { Rates } from "./core/rates";
import type { GapView, ListPricesInput, PricePage, PriceTableView, PriceView, VersionView } from "./schema";
import * as store from "./store";
import { priceTableAt } from "./table";

const forbidden = refuse("forbidden", "Your role does not show you prices.");
const VERSIONS = 20;
const PICO_PER_MICRO = 1_000_000n;

const toView = (row: store.PriceRow): PriceView => ({
  id: row.id,
  source: row.source as PriceView["source"],
  provider: row.provider,
  model: row.model,
  name: row.name,
  serviceTier: row.serviceTier,
  startsAt: row.startsAt?.toISOString() ?? null,
  endsAt: row.endsAt?.toISOString() ?? null,
  hours: row.fromSecond === null || row.toSecond === null ? null : { from: row.fromSecond, to: row.toSecond },
  rates: row.rates as Rates,
  contract: row.contract,
  sinceVersion: row.sinceVersion,
});

type Version = Awaited<ReturnType<typeof store.listVersions>>[number];

const toVersion = (row: Version, nameOf: (id: string) => string | null): VersionView => ({
  version: row.version,
  at: row.at.toISOString(),
  cause: row.cause as VersionView["cause"],
  catalogue: row.catalogue,
  added: row.added,
  removed: row.removed,
  by: row.byId === null ? null : nameOf(row.byId),
  repricing:
    row.repricing === null
      ? null
      : {
          state: row.repricing.state as "waiting" | "running" | "done" | "joined",
          stepsInAll: String(row.repricing.stepsInAll),
          stepsSeen: String(row.repricing.stepsSeen),
          stepsChanged: String(row.repricing.stepsChanged),
          differenceMicroUsd: String(BigInt(row.repricing.differencePicoUsd.toFixed(0)) / PICO_PER_MICRO),
        },
});

const ONE_CALL = { input: 1, cacheRead: null, cacheWrite: null, cacheWrite1h: null, output: 1, reasoning: null, hasFailed: false } as const;

/** Where agreed prices leave off, and whether the list has a price to count by then. */
async function gapsOf(contracts: readonly PriceView[], version: number): Promise<readonly GapView[]> {
  const table = await priceTableAt(version);
  return gapsIn(contracts).map((gap) => {
    const { bucket } = table.price({ ...ONE_CALL, ...gap, startedMs: Date.parse(gap.from) });
    return { ...gap, countedBy: bucket === "priced" ? "list" : "nothing" };
  });
}

/** The price table: what was agreed, what names stand for, how it came about. What is listed is searched apart. */
export async function readTable(actor: PersonActor): Promise<Result<PriceTableView | null>> {
  if (!access.read(actor)) return forbidden;
  const newest = await store.newestVersion();
  if (newest === null) return ok(null);
  const [contracts, aliases, versions, providers, taken] = await Promise.all([
    store.listContracts(null, newest.version),
    store.listAliases(null, newest.version),
    store.listVersions(VERSIONS),
    store.listProviders(newest.catalogue),
    store.firstVersionOf(newest.catalogue),
  ]);
  const people = await listPeopleByIds(versions.flatMap(({ byId }) => byId ?? []));
  const agreed = contracts.map(toView);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return ok({
    version: newest.version,
    catalogue: newest.catalogue,
    catalogueAt: (taken?.at ?? newest.at).toISOString(),
    contracts: agreed,
    gaps: await gapsOf(agreed, newest.version),
    aliases: aliases.map(({ id, name, provider, toProvider, toModel, sinceVersion }) => ({
      id,
      name,
      provider,
      toProvider,
      toModel,
      sinceVersion,
    })),
    versions: versions.map((row) => toVersion(row, (id) => names.get(id) ?? null)),
    providers: providers.map(({ id, name }) => ({ id, name })),
    can: { edit: access.edit(actor) },
  });
}

/** A page of what the catalogue lists, by provider and model. */
export async function searchPrices(actor: PersonActor, { search, provider, cursor, limit }: ListPricesInput): Promise<Result<PricePage>> {
  if (!access.read(actor)) return forbidden;
  const newest = await store.newestVersion();
  if (newest === null) return ok({ items: [], nextCursor: null });
  const [of = "", model = ""] = cursor ? Buffer.from(cursor, "base64url").toString().split("\n") : [];
  const after = cursor ? { provider: of, model } : null;
  const { rows, places } = await store.searchPrices(newest.version, { search, provider }, after, limit);
  const last = places.length === limit ? places.at(-1) : undefined;
  const nextCursor = last === undefined ? null : Buffer.from(`${last.provider}\n${last.model}`).toString("base64url");
  return ok({ items: rows.map(toView), nextCursor });
}
