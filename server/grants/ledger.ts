import { actionsById } from "@/server/actions/service";
import { linesFor } from "@/server/actions/veils";
import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { toRows } from "./rows";
import type { GrantPage, GrantRow, ListGrantsInput, ListUsesInput, UsesPage } from "./schema";
import * as store from "./store";

const forbidden = () => refuse("forbidden", "Your role does not show you standing grants.");
export const noSuchGrant = () => refuse("not_found", "There is no such standing grant.");

/** Grants in force, or those that are over, the newest first. */
export async function listGrants(actor: PersonActor, input: ListGrantsInput): Promise<Result<GrantPage>> {
  if (!access.read(actor)) return forbidden();
  const after = readCursor(input.cursor, "grant");
  if (!after.ok) return after;
  const now = clock.now();
  const filter = { isLive: input.show === "live", agent: input.agent ?? null, tool: input.tool ?? null };
  const [rows, liveCount] = await Promise.all([store.listGrants(filter, after.value, input.limit + 1, now), store.countLive(now)]);
  const items = await toRows(actor, rows.slice(0, input.limit), now);
  return ok({
    items,
    liveCount,
    nextCursor: cursorAfter(rows, input.limit, ({ liveAt, createdAt, id }) => ({ at: liveAt ?? createdAt, id })),
  });
}

const oneRow = async (actor: PersonActor, grant: store.StoredGrant | null): Promise<GrantRow | null> =>
  grant === null ? null : ((await toRows(actor, [grant], clock.now()))[0] ?? null);

export async function readGrant(actor: PersonActor, id: string): Promise<Result<GrantRow>> {
  if (!access.read(actor)) return forbidden();
  const row = await oneRow(actor, await store.findGrant(id));
  return row === null ? noSuchGrant() : ok(row);
}

/** The grant by which an action was allowed; null when it was not allowed by one. */
export async function grantOfAction(actor: PersonActor, actionId: string): Promise<Result<GrantRow | null>> {
  if (!access.read(actor)) return forbidden();
  return ok(await oneRow(actor, await store.findGrantOfAction(actionId)));
}

/** The grants that came with a request's approval. */
export async function grantsOfApproval(actor: PersonActor, approvalId: string): Promise<Result<readonly GrantRow[]>> {
  if (!access.read(actor)) return forbidden();
  return ok(await toRows(actor, await store.listOfApproval(approvalId), clock.now()));
}

/** The calls that a grant let through, the newest first. */
export async function listUses(actor: PersonActor, input: ListUsesInput): Promise<Result<UsesPage>> {
  if (!access.read(actor)) return forbidden();
  const after = readCursor(input.cursor, "action");
  if (!after.ok) return after;
  const rows = await store.listUses(input.id, after.value, input.limit + 1);
  const shown = rows.slice(0, input.limit);
  const actions = await actionsById(shown.map((use) => use.actionId));
  const lines = await linesFor(
    actor,
    actions.map(({ id, toolName }) => ({ actionId: id, toolName })),
  );
  const byId = new Map(actions.map((action) => [action.id, action]));
  const items = shown.flatMap(({ actionId, at, amountMicroUsd }) => {
    const action = byId.get(actionId);
    if (action === undefined) return [];
    const { summary, state } = action;
    return [{ actionId, at: at.toISOString(), amountMicroUsd: amountMicroUsd.toString(), title: lines.title(actionId, summary), state }];
  });
  return ok({ items, nextCursor: cursorAfter(rows, input.limit, ({ at, actionId }) => ({ at, id: actionId })) });
}
