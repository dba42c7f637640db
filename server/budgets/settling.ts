import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { type KeptBudget, tryHoldCounters } from "./budget-store";
import { type Flow, flowTo, isCountedIn } from "./core/flow";
import { remainingOf, toShown } from "./core/judge";
import { windowAt } from "./core/windows";
import { readCounters, refOf } from "./counter-store";
import { budgetsInForce, zoneOf } from "./in-force";
import * as store from "./settle-store";
import { countSpent } from "./spent-store";
import { reachedBy, tellReached } from "./telling";

const HOUR_MS = 3_600_000;

/**
 * Moves what came to the counted cost into the counters of its windows, corrections too; lets rolling windows move on;
 * gives back what calls held that are over; and tells of thresholds that were reached. One worker at a time.
 */
export async function settleBudgets(now: Date): Promise<void> {
  while (await inPgTransaction((tx) => settleSome(tx, now)));
}

/** Answers whether there may be more. */
async function settleSome(tx: PgTx, now: Date): Promise<boolean> {
  if (!(await tryHoldCounters(tx))) return false;
  const { budgets } = await budgetsInForce(tx);
  const zone = await zoneOf("organisation");
  await moveOn(tx, budgets, now, zone);
  const flows = await store.takeFlows(tx);
  for (const budget of [...budgets].sort((a, b) => (a.id < b.id ? -1 : 1))) await addTo(tx, budget, flows, now, zone);
  for (const { budgetId, key, amount } of await store.endReservations(tx, now)) await store.release(tx, budgetId, key, amount);
  await tell(tx, budgets, now, zone);
  return flows.length > 0;
}

/** Adds to the windows of a budget what came to them; an hour that a rolling window has left behind is counted in none. */
async function addTo(tx: PgTx, budget: KeptBudget, flows: readonly Flow[], now: Date, zone: string): Promise<void> {
  const own = flows.filter((flow) => isCountedIn(budget, flow));
  // Each hour once: many flows are of the same one, and finding its window takes a calendar.
  const byTime = new Map(own.map(({ hour }) => [hour.getTime(), hour]));
  const hours = budget.window.kind === "rolling" ? [now] : [...byTime.values()];
  const windows = new Map(hours.flatMap((hour) => windowAt(budget.window, hour, zone) ?? []).map((at) => [at.key, at]));
  for (const at of windows.values()) {
    const amount = flowTo(budget, at, own);
    if (amount !== 0n) await store.addSpent(tx, { budgetId: budget.id, ...at }, amount, now);
  }
}

/** Counts rolling windows anew whose first hour has left them. */
async function moveOn(tx: PgTx, budgets: readonly KeptBudget[], now: Date, zone: string): Promise<void> {
  const rolling = budgets.filter(({ window }) => window.kind === "rolling");
  if (rolling.length === 0) return;
  const to = new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
  const behind = new Set(
    await store.listBehind(
      tx,
      rolling.map(({ id }) => id),
      to,
    ),
  );
  for (const budget of rolling) if (behind.has(budget.id)) await countAnew(tx, budget, now, zone);
}

/** Sets the running window of a budget to what is on record. Under the lock of the counters. */
export async function countAnew(tx: Parameters<typeof countSpent>[0], budget: KeptBudget, now: Date, zone: string): Promise<bigint> {
  const at = windowAt(budget.window, now, zone);
  if (at === null) return 0n;
  const spent = await countSpent(tx, budget, at);
  await store.setSpent(tx, { budgetId: budget.id, ...at }, spent, now);
  return spent;
}

/** Tells of every threshold that the running windows have reached and nobody was told of. */
async function tell(tx: PgTx, budgets: readonly KeptBudget[], now: Date, zone: string): Promise<void> {
  const windows = budgets.flatMap((budget) => {
    const at = windowAt(budget.window, now, zone);
    return at === null ? [] : [{ budget, ...at }];
  });
  const { counters } = await readCounters(
    tx,
    windows.map(({ budget, key }) => ({ budgetId: budget.id, key })),
  );
  for (const { budget, key, from, to } of windows) {
    const counter = counters.get(refOf(budget.id, key));
    if (counter !== undefined)
      await tellOf(tx, { budget, key, from, to, zone, spent: counter.spent, limit: budget.kept + counter.extra }, now);
  }
  for (const budget of budgets.filter(({ scope }) => scope.kind === "run")) {
    for (const { key, spent, extra } of await store.listRunWindows(tx, budget.id, new Date(now.getTime() - HOUR_MS))) {
      await tellOf(tx, { budget, key, from: null, to: null, zone, spent, limit: budget.kept + extra }, now);
    }
  }
}

type Told = {
  readonly budget: KeptBudget;
  readonly key: string;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly zone: string;
  readonly spent: bigint;
  readonly limit: bigint;
};

async function tellOf(tx: PgTx, { budget, key, from, to, zone, spent, limit }: Told, now: Date): Promise<void> {
  const { name, scope, measure, window } = budget;
  const left = toShown(measure, remainingOf({ spent, reserved: 0n, limit }));
  const said = { name, scope, measure, window, from, to, zone, limit: toShown(measure, limit), left };
  for (const threshold of reachedBy(budget, spent, limit)) await tellReached(tx, { budget, key, threshold, spent, limit }, said, now);
}
