import * as audit from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { plainQuery } from "./core/query";
import type { SavedView, SaveViewInput, ViewPage } from "./schema";
import * as store from "./store";

// Views of one's own are one's own business; what others find in their lists is on the record.

const MOST_VIEWS = 100;
const noSuch = () => refuse("not_found", "There is no such view, or it is not shared with you.");
const tooLong = () => refuse("invalid_request", "These filters are too long to keep.");
const taken = (name: string) => {
  const message = `You have a view called “${name}”.`;
  return refuse("conflict", message, { errors: [{ path: "name", message }] });
};

type Recorded = "view.shared" | "view.unshared" | "view.renamed" | "view.changed" | "view.removed" | "view.restored";

const record = (tx: PrismaTx, actor: PersonActor, kind: Recorded, { id, page }: Pick<store.ViewRow, "id" | "page">, now: Date) =>
  audit.append(tx, { kind, actor: audit.entryActor(actor), subject: { type: "view", id }, occurredAt: now, data: { page } });

/** The views of a page: one's own, and those that others share, by name. */
export async function listViews(actor: PersonActor, page: ViewPage): Promise<readonly SavedView[]> {
  const [rows, defaultId] = await Promise.all([store.listVisible(page, actor.id), store.findDefault(page, actor.id)]);
  const owners = new Map((await listPeopleByIds([...new Set(rows.map(({ ownerId }) => ownerId))])).map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    query: row.query,
    isShared: row.isShared,
    isOwn: row.ownerId === actor.id,
    owner: owners.get(row.ownerId) ?? "someone who left",
    isDefault: row.id === defaultId,
    can: { edit: access.edit(actor, row), remove: access.remove(actor, row) },
  }));
}

/** With which view a page opens for this person; null where they chose none, or where it is not theirs to see any more. */
export async function defaultView(actor: PersonActor, page: ViewPage): Promise<{ readonly id: string; readonly query: string } | null> {
  const id = await store.findDefault(page, actor.id);
  const view = id === null ? null : await store.findView(id);
  return view === null || view.page !== page || !access.see(actor, view) ? null : { id: view.id, query: view.query };
}

/** Keeps the filters of a page under a name. */
export async function saveView(actor: PersonActor, { page, name, query, isShared }: SaveViewInput): Promise<Result<{ id: string }>> {
  const plain = plainQuery(query);
  if (plain === null) return tooLong();
  const now = clock.now();
  const row = {
    id: newId("savedView"),
    page,
    ownerId: actor.id,
    name,
    query: plain,
    isShared,
    createdAt: now,
    updatedAt: now,
    removedAt: null,
  };
  return inTransaction(async (tx) => {
    await store.lockOwner(tx, actor.id);
    const { kept, isTaken } = await store.namesakes(tx, row);
    if (isTaken) return taken(name);
    if (kept >= MOST_VIEWS) return refuse("conflict", `You keep ${MOST_VIEWS} views here: remove one first.`);
    await store.insert(tx, row);
    if (isShared) await record(tx, actor, "view.shared", row, now);
    return ok({ id: row.id });
  });
}

/** Calls a view of one's own something else. */
export const renameView = (actor: PersonActor, { id, name }: { readonly id: string; readonly name: string }): Promise<Result<void>> =>
  editing(actor, id, async (tx, view, now) => {
    if ((await store.namesakes(tx, { ...view, name })).isTaken) return taken(name);
    await store.change(tx, id, { name }, now);
    if (view.isShared && view.name !== name) await record(tx, actor, "view.renamed", view, now);
    return ok(undefined);
  });

/** Keeps other filters under the name of a view of one's own. */
export async function replaceView(
  actor: PersonActor,
  { id, query }: { readonly id: string; readonly query: string },
): Promise<Result<void>> {
  const plain = plainQuery(query);
  if (plain === null) return tooLong();
  return editing(actor, id, async (tx, view, now) => {
    await store.change(tx, id, { query: plain }, now);
    if (view.isShared && view.query !== plain) await record(tx, actor, "view.changed", view, now);
    return ok(undefined);
  });
}

/** Shows a view of one's own to everyone, or to oneself alone again. */
export const shareView = (
  actor: PersonActor,
  { id, isShared }: { readonly id: string; readonly isShared: boolean },
): Promise<Result<void>> =>
  editing(actor, id, async (tx, view, now) => {
    if (view.isShared === isShared) return ok(undefined);
    await store.change(tx, id, { isShared }, now);
    await record(tx, actor, isShared ? "view.shared" : "view.unshared", view, now);
    return ok(undefined);
  });

type Edit = (tx: PrismaTx, view: store.ViewRow, now: Date) => Promise<Result<void>>;

const editing = (actor: PersonActor, id: string, edit: Edit): Promise<Result<void>> =>
  inTransaction(async (tx) => {
    await store.lockOwner(tx, actor.id);
    const view = await store.lock(tx, id);
    if (view === null || view.removedAt !== null || !access.see(actor, view)) return noSuch();
    if (!access.edit(actor, view)) return refuse("forbidden", "Only who saved a view can change it.");
    return edit(tx, view, clock.now());
  });

/** Takes a view away; whoever may do that may undo it. */
export const removeView = (actor: PersonActor, { id }: { readonly id: string }): Promise<Result<void>> =>
  inTransaction(async (tx) => {
    const view = await store.lock(tx, id);
    if (view === null || view.removedAt !== null || !access.see(actor, view)) return noSuch();
    if (!access.remove(actor, view)) return refuse("forbidden", "Only who saved a view can remove it, or an administrator.");
    const now = clock.now();
    await store.remove(tx, id, now);
    if (view.isShared) await record(tx, actor, "view.removed", view, now);
    return ok(undefined);
  });

/** Brings a view back that was taken away. */
export const restoreView = (actor: PersonActor, { id }: { readonly id: string }): Promise<Result<void>> =>
  inTransaction(async (tx) => {
    // Its owner before the view itself, as everywhere: two that change the same never wait for each other.
    const ownerId = await store.findOwner(tx, id);
    if (ownerId === null) return noSuch();
    await store.lockOwner(tx, ownerId);
    const view = await store.lock(tx, id);
    if (view === null || !access.remove(actor, view)) return noSuch();
    if (view.removedAt === null) return ok(undefined);
    if ((await store.namesakes(tx, view)).isTaken) return taken(view.name);
    await store.restore(tx, id);
    if (view.isShared) await record(tx, actor, "view.restored", view, clock.now());
    return ok(undefined);
  });

/** Opens a page of one's own with a view from now on, or with everything again. Their own business, so not on the record. */
export async function setDefaultView(
  actor: PersonActor,
  { page, id }: { readonly page: ViewPage; readonly id: string | null },
): Promise<Result<void>> {
  if (id === null) {
    await store.clearDefault(page, actor.id);
    return ok(undefined);
  }
  const view = await store.findView(id);
  if (view === null || view.page !== page || !access.see(actor, view)) return noSuch();
  await store.setDefault(page, actor.id, id);
  return ok(undefined);
}
