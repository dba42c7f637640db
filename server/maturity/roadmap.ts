import { append, entryActor } from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access, rightsOf } from "./access";
import { dayOf } from "./core/days";
import { lastDayOf, quarterOf } from "./core/plan";
import { scoreAll, withMet } from "./core/score";
import { type Known, readNewest } from "./newest";
import { namesOf } from "./people";
import * as store from "./plan-store";
import { CRITERIA } from "./rubrics";
import type { ItemRow, Roadmap } from "./schema";
import { isActive } from "./waivers";

const REFUSED = {
  read: refuse("forbidden", "Your role does not show you the roadmap."),
  plan: refuse("forbidden", "Only an executive, an operator or an administrator plans what is done."),
  unknown: refuse("not_found", "There is no such criterion."),
  noItem: refuse("not_found", "There is no such item."),
  taken: refuse("conflict", "This criterion is on the roadmap already."),
  changed: refuse("conflict", "Somebody else changed or closed this item meanwhile. Look at it again."),
} as const;

const owner = () =>
  refuse("invalid_request", "Choose somebody who is active.", { errors: [{ path: "ownerId", message: "is not active" }] });

/** What meeting some criteria beside those that are met adds to the overall score. */
function gainOf(known: Known, ids: readonly string[]): number {
  const before = scoreAll(known.scored, known.weights).score;
  return scoreAll(withMet(known.scored, new Set(ids)), known.weights).score - before;
}

type Facts = Readonly<Record<string, string | number | null>>;
const entry = (actor: PersonActor, kind: `maturity.item_${string}`, id: string, now: Date, data: Facts) => ({
  kind,
  actor: entryActor(actor),
  subject: { type: "maturity_item", id },
  occurredAt: now,
  data,
});

/** Puts an item into its place among those of a quarter: before another, or at the end. */
async function place(tx: PrismaTx, quarter: string, id: string, before: string | null): Promise<void> {
  const others = (await store.listPlaces(tx, quarter)).filter((other) => other !== id);
  const at = before === null ? -1 : others.indexOf(before);
  await store.setPlaces(tx, others.toSpliced(at < 0 ? others.length : at, 0, id));
}

type NewItem = { readonly criterion: string; readonly ownerId: string; readonly dueOn: string };

/** Puts a criterion on the roadmap, at the end of its quarter, with what it is reckoned to add to the score. */
export async function addItem(actor: PersonActor, input: NewItem, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.plan(actor)) return REFUSED.plan;
  const { criterion, ownerId, dueOn } = input;
  if (!CRITERIA.has(criterion)) return REFUSED.unknown;
  if (!(await isActive(ownerId))) return owner();
  const [known, id, quarter] = [await readNewest(), newId("maturityItem"), quarterOf(dueOn)];
  const expectedGain = known === null ? 0 : gainOf(known, [criterion]);
  return inTransaction(async (tx) => {
    await store.lockItems(tx);
    const row = { id, criterion, quarter, position: 0, ownerId, dueOn, expectedGain, addedById: actor.id, addedAt: now };
    if (!(await store.insertItem(tx, row))) return REFUSED.taken;
    await place(tx, quarter, id, null);
    const data = { criterion, quarter, dueOn, ownerId, gainThousandths: Math.round(expectedGain * 1_000) };
    await append(tx, entry(actor, "maturity.item_added", id, now, data));
    return ok({ id });
  });
}

type Kept = { readonly id: string; readonly revision: number };

/** Another owner, another day; the quarter follows the day. */
export async function editItem(
  actor: PersonActor,
  { id, revision, ownerId, dueOn }: Kept & { readonly ownerId: string; readonly dueOn: string },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.plan(actor)) return REFUSED.plan;
  const item = await store.findItem(id);
  if (item === null) return REFUSED.noItem;
  if (ownerId !== item.ownerId && !(await isActive(ownerId))) return owner();
  const quarter = quarterOf(dueOn);
  return inTransaction(async (tx) => {
    await store.lockItems(tx);
    if (!(await store.changeItem(tx, { id, revision }, { ownerId, dueOn, quarter }))) return REFUSED.changed;
    if (quarter !== item.quarter) await place(tx, quarter, id, null);
    await append(tx, entry(actor, "maturity.item_changed", id, now, { quarter, dueOn, ownerId }));
    return ok({ id });
  });
}

type Move = Kept & { readonly quarter: string; readonly before: string | null; readonly dueOn?: string | null };

/** Another place, perhaps in another quarter; the day follows the quarter, unless one is named (to take a move back). */
export async function moveItem(
  actor: PersonActor,
  { id, revision, quarter, before, dueOn: named = null }: Move,
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.plan(actor)) return REFUSED.plan;
  const item = await store.findItem(id);
  if (item === null) return REFUSED.noItem;
  const dueOn = named ?? (quarterOf(item.dueOn) === quarter ? item.dueOn : lastDayOf(quarter));
  return inTransaction(async (tx) => {
    await store.lockItems(tx);
    if (!(await store.changeItem(tx, { id, revision }, { quarter, dueOn }))) return REFUSED.changed;
    await place(tx, quarter, id, before);
    await append(tx, entry(actor, "maturity.item_moved", id, now, { quarter, dueOn }));
    return ok({ id });
  });
}

/** Closes an item: done, or dropped. Whether its criterion is met, the checks say. */
export async function closeItem(
  actor: PersonActor,
  { id, revision, outcome }: Kept & { readonly outcome: "done" | "dropped" },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.plan(actor)) return REFUSED.plan;
  if ((await store.findItem(id)) === null) return REFUSED.noItem;
  return inTransaction(async (tx) => {
    if (!(await store.changeItem(tx, { id, revision }, { outcome, closedById: actor.id, closedAt: now }))) return REFUSED.changed;
    await append(tx, entry(actor, "maturity.item_closed", id, now, { outcome }));
    return ok({ id });
  });
}

/** Items as pages show them: with what the checks say of their criteria now. */
export async function toItems(rows: readonly store.ItemRecord[], known: Known | null, today: string): Promise<ItemRow[]> {
  const named = await namesOf(rows.map(({ ownerId }) => ownerId));
  return rows.map(({ id, criterion, quarter, ownerId, dueOn, expectedGain, outcome, closedAt, revision }) => ({
    id,
    criterion,
    text: CRITERIA.get(criterion)?.text ?? criterion,
    quarter,
    owner: named(ownerId),
    dueOn,
    expectedGain,
    state: known?.rows.get(criterion)?.state ?? null,
    outcome: outcome as ItemRow["outcome"],
    closedAt: closedAt?.toISOString() ?? null,
    isLate: outcome === null && dueOn < today,
    revision,
  }));
}

/** The roadmap, and where the organisation would stand once all that is open on it is met. */
export async function readRoadmap(actor: PersonActor, now: Date = clock.now()): Promise<Result<Roadmap>> {
  if (!access.read(actor)) return REFUSED.read;
  const [rows, known, { timeZone }] = await Promise.all([store.listItems(), readNewest(), organisation()]);
  const today = dayOf(now, timeZone);
  const open = rows.filter(({ outcome }) => outcome === null).map(({ criterion }) => criterion);
  const then = known === null ? null : scoreAll(withMet(known.scored, new Set(open)), known.weights);
  const whenDone = then === null ? null : { level: then.level, score: then.score };
  return ok({ items: await toItems(rows, known, today), whenDone, today, can: rightsOf(actor) });
}
