import { append, entryActor } from "@/server/audit/service";
import { type FieldError, ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { usdToMicro } from "./core/money-words";
import type { Rate, Rates } from "./core/rates";
import { insertRepricing } from "./repricing-store";
import { RATE_CLASSES, type SetAliasInput, type SetPriceInput } from "./schema";
import * as store from "./store";
import { openVersion, takeCatalogue } from "./table";

const forbidden = refuse("forbidden", "Only operators and administrators change prices.");
const gone = refuse("conflict", "Someone else took it out of the table meanwhile. Look at the table again.");

type Edit = { readonly added: number; readonly removed: number; readonly startsAt: Date | null };
type Changed = Result<{ version: number }>;

/** A change of the table under its lock: the next version, the audit entry and the repricing of what came before, or nothing. */
async function changeTable(
  actor: PersonActor,
  cause: "contract" | "alias",
  kind: "price.set" | "price.removed" | "price_alias.set" | "price_alias.removed",
  edit: (tx: PrismaTx, version: () => Promise<number>, current: number) => Promise<Result<Edit & { readonly id: string }>>,
): Promise<Changed> {
  if (!access.edit(actor)) return forbidden;
  const now = clock.now();
  await takeCatalogue(now);
  return inTransaction(async (tx) => {
    await store.lockTable(tx);
    const current = await store.newestVersion(tx);
    if (current === null) throw new Error("there is no price table");
    let opened: number | null = null;
    const open = async () => {
      opened ??= await openVersion(tx, cause, current.catalogue, actor.id, now);
      return opened;
    };
    const done = await edit(tx, open, current.version);
    if (!done.ok) return done;
    const { id, added, removed, startsAt } = done.value;
    const version = await open();
    await store.noteVersion(tx, version, { added, removed });
    await insertRepricing(tx, version, startsAt, now);
    await append(tx, {
      kind,
      actor: entryActor(actor),
      subject: { type: cause === "alias" ? "price_alias" : "price", id },
      occurredAt: now,
      data: { version, added, removed, startsAt: startsAt?.toISOString() ?? null },
    });
    return ok({ version });
  });
}

function ratesOf(rates: SetPriceInput["rates"]): Rates {
  const all: [string, Rate][] = RATE_CLASSES.flatMap((of) => {
    const usd = rates[of];
    return usd === undefined ? [] : [[of, { base: usdToMicro(usd) }] as [string, Rate]];
  });
  return Object.fromEntries(all);
}

const small = (text: string) => text.trim().toLowerCase();
const endOf = (at: Date | null): number => at?.getTime() ?? Number.POSITIVE_INFINITY;
const startOf = (at: Date | null): number => at?.getTime() ?? Number.NEGATIVE_INFINITY;
const dayOf = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? "ever";

/** Puts a price that was agreed in a contract into the table. Two for the same calls are refused: which holds must be certain. */
export function setPrice(actor: PersonActor, input: SetPriceInput): Promise<Changed> {
  const provider = small(input.provider);
  const model = input.model.trim();
  const [startsAt, endsAt] = [new Date(input.startsAt), input.endsAt === null ? null : new Date(input.endsAt)];
  return changeTable(actor, "contract", "price.set", async (tx, open, current) => {
    const others = (await store.listContracts(tx, current)).filter(
      (row) => row.provider === provider && small(row.model) === small(model) && row.serviceTier === input.serviceTier,
    );
    const other = others.find((row) => startOf(row.startsAt) < endOf(endsAt) && startsAt.getTime() < endOf(row.endsAt));
    if (other !== undefined) {
      const held = `${dayOf(other.startsAt)} to ${other.endsAt === null ? "further notice" : dayOf(other.endsAt)}`;
      const message = `overlaps the price of "${other.contract ?? "another contract"}", ${held}: take that one out first, or choose other days`;
      return refuse("conflict", "Another contract has a price for the same calls.", { errors: [{ path: "startsAt", message }] });
    }
    const version = await open();
    const id = newId("price");
    const names = { provider, model, name: null, match: null, serviceTier: input.serviceTier, contract: input.contract };
    const held = { startsAt, endsAt, fromSecond: null, toSecond: null };
    await store.insertPrices(tx, [
      { id, sinceVersion: version, source: "contract", ...names, ...held, rank: 0, rates: ratesOf(input.rates), byId: actor.id },
    ]);
    return ok({ id, added: 1, removed: 0, startsAt });
  });
}

/** Takes a contract's price out of the table: what it priced is priced again as if it had never been. */
export const removePrice = (actor: PersonActor, id: string): Promise<Changed> =>
  changeTable(actor, "contract", "price.removed", async (tx, open) => {
    const price = await store.findPrice(tx, id);
    if (price === null || price.source !== "contract") return refuse("not_found", "There is no such price of a contract.");
    if (price.untilVersion !== null) return gone;
    await store.endPrices(tx, [id], await open());
    return ok({ id, added: 0, removed: 1, startsAt: price.startsAt });
  });

type Meaning = { readonly name: string; readonly provider: string | null; readonly toProvider: string; readonly toModel: string };

/** Why a name cannot mean this: what it is to mean is a name itself, or it is what another name means. So no names go round in a ring. */
function chainOf(aliases: readonly Meaning[], { name, provider, toProvider, toModel }: Meaning): FieldError | null {
  const isOf = (of: string | null, other: string | null) => of === null || other === null || small(of) === small(other);
  const further = aliases.find((row) => small(row.name) === small(toModel) && isOf(row.provider, toProvider));
  if (further !== undefined) return { path: "toModel", message: `is a name itself, which stands for ${further.toModel}: give that one` };
  const nearer = aliases.find((row) => small(row.toModel) === small(name) && isOf(provider, row.toProvider));
  return nearer === undefined ? null : { path: "name", message: `is what "${nearer.name}" stands for: change that one first` };
}

/** Says which model a name means. A name has one meaning: the new one replaces the old. */
export function setAlias(actor: PersonActor, input: SetAliasInput): Promise<Changed> {
  const provider = input.provider === null ? null : small(input.provider);
  return changeTable(actor, "alias", "price_alias.set", async (tx, open, current) => {
    const names = { name: input.name.trim(), toProvider: small(input.toProvider), toModel: input.toModel.trim() };
    if (small(names.name) === small(names.toModel) && (provider === null || provider === names.toProvider)) {
      return refuse("invalid_request", "The name stands for itself.", { errors: [{ path: "toModel", message: "is the name itself" }] });
    }
    const aliases = await store.listAliases(tx, current);
    const chained = chainOf(aliases, { ...names, provider });
    if (chained !== null) return refuse("invalid_request", "A name stands for a model, not for another name.", { errors: [chained] });
    const before = aliases.filter(
      (row) => small(row.name) === small(names.name) && (row.provider === null ? null : small(row.provider)) === provider,
    );
    const version = await open();
    const removed =
      before.length === 0
        ? 0
        : await store.endAliases(
            tx,
            before.map(({ id }) => id),
            version,
          );
    const id = newId("priceAlias");
    await store.insertAlias(tx, { id, sinceVersion: version, provider, ...names, byId: actor.id });
    return ok({ id, added: 1, removed, startsAt: null });
  });
}

export const removeAlias = (actor: PersonActor, id: string): Promise<Changed> =>
  changeTable(actor, "alias", "price_alias.removed", async (tx, open, current) => {
    const held = (await store.listAliases(tx, current)).some((row) => row.id === id);
    if (!held) return gone;
    await store.endAliases(tx, [id], await open());
    return ok({ id, added: 0, removed: 1, startsAt: null });
  });
