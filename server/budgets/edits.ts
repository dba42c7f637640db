import { listGroups } from "@/server/identity/service";
import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import * as store from "./budget-store";
import { type Fault, faultsOf, type Terms } from "./core/faults";
import { toKept } from "./core/judge";
import { windowAt } from "./core/windows";
import { insertEvent } from "./event-store";
import { zoneOf } from "./in-force";
import { agentOf, record } from "./record";
import type { CreateBudgetInput, EditBudgetInput, RetireBudgetInput } from "./schema";
import { countAnew } from "./settling";
import { countSpent } from "./spent-store";

const forbidden = () => refuse("forbidden", "Only operators may set budgets.");
const changed = () => refuse("conflict", "Someone else changed this budget meanwhile. Load the page again, then repeat your change.");
const unfit = ([first, ...rest]: readonly [Fault, ...Fault[]]): Refused =>
  refuse("invalid_request", first.message, { errors: [first, ...rest] });

async function isThere({ kind, id }: Terms["scope"]): Promise<boolean> {
  if (id === null) return true;
  if (kind === "team") return (await store.listTeamNames()).some((team) => team.id === id);
  if (kind === "agent" || kind === "run") return (await store.listAgentOwners()).some(({ name }) => name === id);
  return true;
}

/** Refuses terms that do not hold; what is spent already is counted under the lock of the counters. */
async function check(tx: PrismaTx, terms: Terms, teamName: string | null, now: Date, zone: string): Promise<Refused | null> {
  const at = windowAt(terms.window, now, zone);
  const [hasScope, groups] = await Promise.all([isThere(terms.scope), listGroups()]);
  const of = { scope: terms.scope, teamName, measure: terms.measure };
  const spent = at === null || !hasScope ? 0n : await countSpent(tx, of, at);
  const [first, ...rest] = faultsOf(terms, { hasScope, groupIds: new Set(groups.map(({ id }) => id)), spent });
  return first === undefined ? null : unfit([first, ...rest]);
}

const dataOf = ({ measure, limit, window, thresholds }: Terms) => ({
  measure,
  limit: limit.toString(),
  window: window.kind,
  thresholds: thresholds.map(({ percent, act }) => `${percent} ${act}`),
});

/** Sets a budget. It holds for the running window, with what was spent in it before. */
export async function createBudget(actor: Actor, { reason, ...input }: CreateBudgetInput): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return forbidden();
  const now = clock.now();
  const zone = await zoneOf("organisation");
  const teams = input.scope.kind === "team" ? await store.listTeamNames() : [];
  const teamName = teams.find(({ id }) => id === input.scope.id)?.name ?? null;
  const terms: Terms = { ...input, limit: BigInt(input.limit) };
  const id = newId("budget");
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    await store.holdCounters(tx);
    const refused = await check(tx, terms, teamName, now, zone);
    if (refused !== null) return refused;
    if (!(await store.insertBudget(tx, { ...terms, id, createdById: actor.id }, now))) {
      return unfit([{ path: "scope", message: "There is a budget of this for the same window already. Change that one." }]);
    }
    await begin(tx, id, now, zone);
    await insertEvent(tx, { budgetId: id, kind: "created", byId: actor.id, amount: toKept(terms.measure, terms.limit), reason }, now);
    await record(
      tx,
      actor,
      "created",
      { id, agent: agentOf(terms) },
      { scope: terms.scope.kind, scopeId: terms.scope.id, ...dataOf(terms) },
      now,
    );
    return ok({ id });
  });
}

async function begin(tx: PrismaTx, id: string, now: Date, zone: string): Promise<void> {
  const budget = await store.findBudget(tx, id);
  if (budget !== null) await countAnew(tx, budget, now, zone);
}

/** Changes the terms of a budget; what was spent stays spent. */
export async function editBudget(actor: Actor, { id, revision, reason, ...input }: EditBudgetInput): Promise<Result<{ revision: number }>> {
  if (!access.edit(actor)) return forbidden();
  const now = clock.now();
  const zone = await zoneOf("organisation");
  return inTransaction(async (tx): Promise<Result<{ revision: number }>> => {
    await store.holdCounters(tx);
    const before = await store.findBudget(tx, id);
    if (before === null) return refuse("not_found", "There is no such budget.");
    if (before.isTeamGone)
      return unfit([{ path: "scope.id", message: "This team no longer exists. Retire the budget, or set one for another team." }]);
    const terms: Terms = { ...input, scope: before.scope, measure: before.measure, limit: BigInt(input.limit) };
    const refused = await check(tx, terms, before.teamName, now, zone);
    if (refused !== null) return refused;
    if (!(await store.updateBudget(tx, { ...terms, id, revision }, now))) return changed();
    if (JSON.stringify(before.window) !== JSON.stringify(terms.window)) await begin(tx, id, now, zone);
    await insertEvent(tx, { budgetId: id, kind: "edited", byId: actor.id, amount: toKept(terms.measure, terms.limit), reason }, now);
    await record(tx, actor, "edited", { id, agent: agentOf(terms) }, { revision: revision + 1, ...dataOf(terms) }, now);
    return ok({ revision: revision + 1 });
  });
}

/** Ends a budget: it refuses nothing any more and stays on record. */
export async function retireBudget(actor: Actor, { id, revision, reason }: RetireBudgetInput): Promise<Result<void>> {
  if (!access.edit(actor)) return forbidden();
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<void>> => {
    const before = await store.findBudget(tx, id);
    if (before === null) return refuse("not_found", "There is no such budget.");
    if (!(await store.retireBudget(tx, id, revision, now))) return changed();
    await insertEvent(tx, { budgetId: id, kind: "retired", byId: actor.id, reason }, now);
    await record(tx, actor, "retired", { id, agent: agentOf(before) }, { revision: revision + 1 }, now);
    return ok(undefined);
  });
}
