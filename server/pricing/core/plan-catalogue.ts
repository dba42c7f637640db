import type { ListedPrice } from "./catalogue";

/** A price of the catalogue as the table holds it. */
export type Held = {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly name: string | null;
  readonly match: unknown;
  readonly serviceTier: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly fromSecond: number | null;
  readonly toSecond: number | null;
  readonly rank: number;
  readonly rates: unknown;
};

type Row = Omit<Held, "id" | "match" | "rates"> & Pick<ListedPrice, "match" | "rates">;

const toRow = (listed: ListedPrice): Row => ({
  provider: listed.provider,
  model: listed.model,
  name: listed.name,
  match: listed.match,
  serviceTier: "standard",
  startsAt: listed.from === null ? null : new Date(listed.from),
  endsAt: null,
  fromSecond: listed.hours?.from ?? null,
  toSecond: listed.hours?.to ?? null,
  rank: listed.rank,
  rates: listed.rates,
});

/** The same whatever order the keys of an object come back in. */
const stable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, stable(child)]),
  );
};
const wordsOf = ({
  match,
  rates,
  name,
  startsAt,
  fromSecond,
  toSecond,
}: Pick<Held, "match" | "rates" | "name" | "startsAt" | "fromSecond" | "toSecond">) =>
  JSON.stringify(stable({ match, rates, name, startsAt: startsAt?.toISOString() ?? null, fromSecond, toSecond }));
const keyOf = ({ provider, model }: { provider: string; model: string }) => `${provider}\n${model}`;
const isSame = (held: readonly Held[], listed: readonly Row[]): boolean =>
  held.length === listed.length && held.every((row, i) => listed[i] !== undefined && wordsOf(row) === wordsOf(listed[i]));

/** What a catalogue says of itself goes back in time; what it merely says otherwise now does not. */
const saysWhen = (listed: readonly Row[]): boolean => listed.some(({ startsAt }) => startsAt !== null);

/**
 * What a newer catalogue does to the table. A model that is priced otherwise keeps its old price up to now and has the new
 * one from now on, unless the catalogue says itself since when; one that is no longer listed keeps its price: it may still run.
 */
export function planCatalogue(
  held: readonly Held[],
  listed: readonly ListedPrice[],
  now: Date,
): { readonly ended: readonly string[]; readonly added: readonly Row[] } {
  const heldBy = Map.groupBy(held, keyOf);
  const ended: string[] = [];
  const added: Row[] = [];
  for (const [key, prices] of Map.groupBy(listed, keyOf)) {
    const rows = prices.map(toRow);
    const before = heldBy.get(key) ?? [];
    const current = before.filter(({ endsAt }) => endsAt === null);
    if (current.length === 0) {
      added.push(...rows);
      continue;
    }
    const asListed = current.map((row) => ({ ...row, startsAt: saysWhen(rows) ? row.startsAt : null }));
    if (isSame(asListed, rows)) continue;
    ended.push(...current.map(({ id }) => id));
    if (saysWhen(rows)) {
      added.push(...rows);
      continue;
    }
    added.push(
      ...current.map(({ id: _, ...row }) => ({ ...(row as Row), endsAt: now })),
      ...rows.map((row) => ({ ...row, startsAt: now })),
    );
  }
  return { ended, added };
}
