import { listGroups, listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { access } from "./access";
import { findBudget, type KeptBudget, listAgentOwners, listBudgets, listTaskClasses, listTeamNames } from "./budget-store";
import { toShown } from "./core/judge";
import { slicesOf, windowAt } from "./core/windows";
import { readCounters } from "./counter-store";
import { listCutOffs, listDeclaring, listEvents, listLastCutOffs, listPending } from "./event-store";
import { zoneOf } from "./in-force";
import { present, toCutOff, toEvent } from "./present";
import type { BudgetChoices, BudgetDetail, BudgetPage, BurnDown, CutOff, ShownBudget } from "./schema";
import { sliceSpent, spendersOf } from "./spent-store";

const forbidden = () => refuse("forbidden", "Your role does not show you budgets.");
const notThere = () => refuse("not_found", "There is no such budget.");
const WEEK_MS = 7 * 24 * 3_600_000;

const may = (actor: Actor) => ({ edit: access.edit(actor), extend: access.extend(actor) });

/** Budgets as people see them, with how their running windows stand. */
async function show(tx: PgTx, budgets: readonly KeptBudget[], now: Date, zone: string): Promise<ShownBudget[]> {
  const windows = budgets.map((budget) => ({ budget, at: windowAt(budget.window, now, zone) }));
  const [reading, groups, pending, cutOffs, declaring] = [
    await readCounters(
      tx,
      windows.flatMap(({ budget, at }) => (at === null ? [] : [{ budgetId: budget.id, key: at.key }])),
    ),
    await listGroups(),
    await listPending(tx),
    await listLastCutOffs(tx),
    new Set(await listDeclaring(tx)),
  ];
  const shown: ShownBudget[] = [];
  for (const { budget, at } of windows) {
    const isOfCost = budget.measure === "money" || budget.measure === "tokens";
    const spenders = isOfCost && declaring.size > 0 ? await spendersOf(tx, budget, new Date(now.getTime() - WEEK_MS)) : [];
    const isAhead = !isOfCost || (spenders.length > 0 && spenders.every((agent) => declaring.has(agent)));
    const cutOff = cutOffs.find(({ budgetId }) => budgetId === budget.id) ?? null;
    const extension = pending.find(({ budgetId }) => budgetId === budget.id) ?? null;
    shown.push(present({ budget, at, reading, groups, isAhead, cutOff, extension }, now));
  }
  return shown;
}

/** All budgets of a state, the widest scope first. */
export async function readBudgetPage(actor: PersonActor, { state }: { state: "active" | "retired" }): Promise<Result<BudgetPage>> {
  if (!access.read(actor)) return forbidden();
  const now = clock.now();
  const timeZone = await zoneOf("organisation");
  return inPgTransaction(async (tx) => {
    const budgets = await show(tx, await listBudgets(tx, state), now, timeZone);
    return ok({ budgets, can: may(actor), timeZone, asOf: now.toISOString() });
  });
}

const EVENTS = 100;

/** One budget with what happened to it and when it cut off. */
export async function readBudget(actor: PersonActor, id: string): Promise<Result<BudgetDetail>> {
  if (!access.read(actor)) return forbidden();
  const now = clock.now();
  const timeZone = await zoneOf("organisation");
  const read = await inPgTransaction(async (tx) => {
    const kept = await findBudget(tx, id);
    if (kept === null) return null;
    const [budget] = await show(tx, [kept], now, timeZone);
    const [events, cutOffs] = [await listEvents(tx, id, EVENTS), await listCutOffs(tx, id, 20)];
    return budget === undefined ? null : { kept, budget, events, cutOffs };
  });
  if (read === null) return notThere();
  const people = new Map((await listPeopleByIds(read.events.flatMap(({ byId }) => byId ?? []))).map(({ id: own, name }) => [own, name]));
  return ok({
    budget: read.budget,
    events: read.events.map((event) => toEvent(event, read.kept, people)),
    cutOffs: read.cutOffs.map((row) => toCutOff(row, read.kept, now)),
    can: may(actor),
    timeZone,
    asOf: now.toISOString(),
  });
}

/** Windows in which budgets cut off, the newest first. */
export async function readCutOffs(
  actor: PersonActor,
  { id, limit }: { id?: string | undefined; limit: number },
): Promise<Result<CutOff[]>> {
  if (!access.read(actor)) return forbidden();
  const now = clock.now();
  return inPgTransaction(async (tx) => {
    const budgets = new Map(
      [...(await listBudgets(tx, "active")), ...(await listBudgets(tx, "retired"))].map((budget) => [budget.id, budget]),
    );
    const rows = await listCutOffs(tx, id ?? null, limit);
    return ok(
      rows.flatMap((row) => {
        const budget = budgets.get(row.budgetId);
        return budget === undefined ? [] : [toCutOff(row, budget, now)];
      }),
    );
  });
}

/** What was spent in the running window, slice by slice; null for a budget of single runs. */
export async function readBurnDown(actor: PersonActor, id: string): Promise<Result<BurnDown>> {
  if (!access.read(actor)) return forbidden();
  const now = clock.now();
  const zone = await zoneOf("organisation");
  return inPgTransaction(async (tx): Promise<Result<BurnDown>> => {
    const budget = await findBudget(tx, id);
    if (budget === null) return notThere();
    const at = windowAt(budget.window, now, zone);
    if (at === null) return ok(null);
    const starts = slicesOf(at, now, zone);
    const [spent, { counters }] = [
      await sliceSpent(tx, budget, starts, at.to),
      await readCounters(tx, [{ budgetId: budget.id, key: at.key }]),
    ];
    const [counter] = counters.values();
    return ok({
      budgetId: budget.id,
      measure: budget.measure,
      from: at.from.toISOString(),
      to: at.to.toISOString(),
      asOf: now.toISOString(),
      limit: toShown(budget.measure, budget.kept + (counter?.extra ?? 0n)).toString(),
      slices: starts.map((start, i) => ({ at: start.toISOString(), spent: toShown(budget.measure, spent[i] ?? 0n).toString() })),
    });
  });
}

/** What there is to choose from in the form. */
export async function readChoices(actor: PersonActor): Promise<Result<BudgetChoices>> {
  if (!access.read(actor)) return forbidden();
  const [teams, agents, taskClasses, groups] = await Promise.all([listTeamNames(), listAgentOwners(), listTaskClasses(), listGroups()]);
  return ok({ teams, agents: agents.map(({ name }) => name), taskClasses, groups: groups.map(({ id, name }) => ({ id, name })) });
}
