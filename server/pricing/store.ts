import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import type { Alias, Price, PricedProvider } from "./core/book";
import type { ListedProvider } from "./core/catalogue";
import type { Match } from "./core/match";
import type { Rates } from "./core/rates";

export type PriceRow = Prisma.PriceModel;
type AliasRow = Prisma.PriceAliasModel;

/** What is in force in a version. */
const inForce = (version: number) => ({ sinceVersion: { lte: version }, OR: [{ untilVersion: null }, { untilVersion: { gt: version } }] });

/** Changes of the table are made one after the other. */
export const lockTable = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtextextended('prices', 0))");

export const newestVersion = (tx?: PrismaTx): Promise<Prisma.PriceVersionModel | null> =>
  (tx?.prisma ?? prisma()).priceVersion.findFirst({ orderBy: { version: "desc" } });

export const findVersion = (version: number) => prisma().priceVersion.findUnique({ where: { version } });

export async function insertVersion(tx: PrismaTx, row: Omit<Prisma.PriceVersionUncheckedCreateInput, "version">): Promise<number> {
  const { version } = await tx.prisma.priceVersion.create({ data: row, select: { version: true } });
  return version;
}

export const noteVersion = (tx: PrismaTx, version: number, counts: { added: number; removed: number }) =>
  tx.prisma.priceVersion.update({ where: { version }, data: counts });

export const insertProviders = (tx: PrismaTx, catalogue: string, providers: readonly ListedProvider[]) =>
  tx.prisma.priceProvider.createMany({
    skipDuplicates: true,
    data: providers.map(({ id, name, providerMatch, modelMatch, fallbacks }, rank) => ({
      catalogue,
      id,
      name,
      rank,
      ...(providerMatch === null ? {} : { providerMatch: providerMatch as Prisma.InputJsonValue }),
      ...(modelMatch === null ? {} : { modelMatch: modelMatch as Prisma.InputJsonValue }),
      fallbacks: [...fallbacks],
    })),
  });

type NewPrice = Omit<PriceRow, "match" | "rates" | "untilVersion"> & { readonly match: Match | null; readonly rates: Rates };

/** One statement over JSON: the whole catalogue is thousands of prices, taken in while the first telemetry waits for it. */
export const insertPrices = (tx: PrismaTx, prices: readonly NewPrice[]): Promise<number> =>
  tx.execute(
    `insert into price (id, since_version, source, provider, model, name, match, service_tier, starts_at, ends_at, from_second, to_second, rank, rates, contract, by_id)
     select id, "sinceVersion", source, provider, model, name, nullif(match, 'null'::jsonb), "serviceTier", "startsAt", "endsAt", "fromSecond", "toSecond", rank, rates, contract, "byId"
     from jsonb_to_recordset($1::jsonb) as new (id text, "sinceVersion" int, source text, provider text, model text, name text, match jsonb, "serviceTier" text,
       "startsAt" timestamptz, "endsAt" timestamptz, "fromSecond" int, "toSecond" int, rank int, rates jsonb, contract text, "byId" text)`,
    JSON.stringify(prices),
  );

/** Takes prices out of the table from a version on; answers how many were still in it. */
export async function endPrices(tx: PrismaTx, ids: readonly string[], version: number): Promise<number> {
  const { count } = await tx.prisma.price.updateMany({
    where: { id: { in: [...ids] }, untilVersion: null },
    data: { untilVersion: version },
  });
  return count;
}

export const listPrices = (tx: PrismaTx | null, version: number): Promise<PriceRow[]> =>
  (tx?.prisma ?? prisma()).price.findMany({ where: inForce(version), orderBy: [{ source: "asc" }, { rank: "asc" }, { id: "asc" }] });

export const listContracts = (tx: PrismaTx | null, version: number): Promise<PriceRow[]> =>
  (tx?.prisma ?? prisma()).price.findMany({
    where: { ...inForce(version), source: "contract" },
    orderBy: [{ provider: "asc" }, { model: "asc" }, { startsAt: "desc" }],
  });

export const findPrice = (tx: PrismaTx, id: string): Promise<PriceRow | null> => tx.prisma.price.findUnique({ where: { id } });

export const listAliases = (tx: PrismaTx | null, version: number): Promise<AliasRow[]> =>
  (tx?.prisma ?? prisma()).priceAlias.findMany({ where: inForce(version), orderBy: [{ name: "asc" }, { id: "asc" }] });

export const insertAlias = (tx: PrismaTx, row: Omit<AliasRow, "untilVersion">) => tx.prisma.priceAlias.create({ data: row });

export async function endAliases(tx: PrismaTx, ids: readonly string[], version: number): Promise<number> {
  const where = { id: { in: [...ids] }, untilVersion: null };
  const { count } = await tx.prisma.priceAlias.updateMany({ where, data: { untilVersion: version } });
  return count;
}

export const listProviders = (catalogue: string): Promise<Prisma.PriceProviderModel[]> =>
  prisma().priceProvider.findMany({ where: { catalogue }, orderBy: { rank: "asc" } });

export const toProvider = (row: Prisma.PriceProviderModel): PricedProvider => ({
  id: row.id,
  name: row.name,
  providerMatch: row.providerMatch as Match | null,
  modelMatch: row.modelMatch as Match | null,
  fallbacks: row.fallbacks,
});

export const toPrice = (row: PriceRow): Price => ({
  id: row.id,
  source: row.source as Price["source"],
  provider: row.provider,
  model: row.model,
  match: row.match as Match | null,
  serviceTier: row.serviceTier,
  from: row.startsAt?.getTime() ?? null,
  to: row.endsAt?.getTime() ?? null,
  hours: row.fromSecond === null || row.toSecond === null ? null : { from: row.fromSecond, to: row.toSecond },
  rates: row.rates as Rates,
});

export const toAlias = ({ name, provider, toProvider, toModel }: AliasRow): Alias => ({ name, provider, toProvider, toModel });

/** The newest versions, each with what it did to steps priced before. */
export async function listVersions(limit: number) {
  const versions = await prisma().priceVersion.findMany({ orderBy: { version: "desc" }, take: limit });
  const repricings = await prisma().repricing.findMany({ where: { version: { in: versions.map(({ version }) => version) } } });
  const byVersion = new Map(repricings.map((one) => [one.version, one]));
  return versions.map((version) => ({ ...version, repricing: byVersion.get(version.version) ?? null }));
}

export const firstVersionOf = (catalogue: string) =>
  prisma().priceVersion.findFirst({ where: { catalogue }, orderBy: { version: "asc" }, select: { at: true } });

type Place = { readonly provider: string; readonly model: string };

/** A page of what the catalogue lists, by provider and model. All prices of a model stand on one page. */
export async function searchPrices(
  version: number,
  filter: { readonly search: string; readonly provider: string | null },
  after: Place | null,
  limit: number,
): Promise<{ readonly rows: PriceRow[]; readonly places: readonly Place[] }> {
  const where = {
    AND: [
      inForce(version),
      { source: "catalogue", ...(filter.provider === null ? {} : { provider: filter.provider }) },
      filter.search === ""
        ? {}
        : {
            OR: [
              { model: { contains: filter.search, mode: "insensitive" as const } },
              { name: { contains: filter.search, mode: "insensitive" as const } },
            ],
          },
      after === null ? {} : { OR: [{ provider: { gt: after.provider } }, { provider: after.provider, model: { gt: after.model } }] },
    ],
  };
  const places = await prisma().price.groupBy({
    by: ["provider", "model"],
    where,
    orderBy: [{ provider: "asc" }, { model: "asc" }],
    take: limit,
  });
  const rows = await prisma().price.findMany({
    where: { AND: [inForce(version), { source: "catalogue" }, { OR: places.map(({ provider, model }) => ({ provider, model })) }] },
    orderBy: [{ provider: "asc" }, { model: "asc" }, { rank: "asc" }],
  });
  return { rows, places };
}
