import type { PgTx, Tx } from "@/server/platform/tx";
import type { KeptBudget } from "./budget-store";
import { flowTo } from "./core/flow";
import { strictest } from "./core/judge";
import { binds, type Place, runKey } from "./core/scope";
import { type BudgetVerdict, endedBy, minuteOf, takenBy, type Weighed, type WorstCase, weigh } from "./core/weigh";
import { type WindowAt, windowAt } from "./core/windows";
import * as store from "./counter-store";
import { budgetsInForce, type InForce, rememberedBudgets } from "./in-force";
import { isFree, type RunSpent, readRun } from "./spent-store";

// What the gate does with budgets, inside its own transactions.

export type { BudgetVerdict, Weighed, WorstCase };

export type Asking = {
  readonly agentName: string;
  readonly taskClass: string | null;
  readonly runId: string | null;
  readonly digest: string;
  readonly worstCase: WorstCase;
};

/** How budgets stand that may bind a call, as of one moment; which of them do is known once the agent's team is. */
export type BudgetReading = {
  readonly asking: Asking;
  readonly standing: readonly { readonly budget: KeptBudget; readonly weighed: Weighed }[];
  readonly isFree: boolean;
  readonly zone: string;
  readonly now: Date;
};

/** A week without a cent says that an agent's models cost nothing. */
const FREE_MS = 7 * 24 * 3_600_000;

// Calendars are dear to ask, and all budgets of a kind share their windows until the window ends.
const asked = new Map<string, WindowAt | null>();

function windowOf({ window }: KeptBudget, now: Date, zone: string): WindowAt | null {
  const kind = window.kind === "calendar" ? window.unit : window.kind === "rolling" ? window.hours : "run";
  const name = `${zone} ${kind}`;
  const known = asked.get(name);
  const holds = known !== undefined && known !== null && now < known.to && now >= known.from;
  // A rolling one is a subtraction, and begins anew before it ends.
  if (holds && window.kind === "calendar") return known;
  const found = windowAt(window, now, zone);
  asked.set(name, found);
  return found;
}

type Windowed = { readonly budget: KeptBudget; readonly key: string; readonly from: Date | null; readonly to: Date | null };

function windowsOf({ budgets }: InForce, { agentName, taskClass, runId }: Asking, now: Date, zone: string): Windowed[] {
  return budgets.flatMap((budget): Windowed[] => {
    // The team is not known yet: those of teams are sorted out later.
    const place: Place = { agent: agentName, teamId: budget.scope.id, taskClass, runId };
    if (!binds(budget, place)) return [];
    const at = windowOf(budget, now, zone);
    if (at !== null) return [{ budget, ...at }];
    return runId === null ? [] : [{ budget, key: runKey(agentName, runId), from: null, to: null }];
  });
}

const RUN_SPENT = { money: "picoUsd", tokens: "tokens", wall_time: "seconds", repeats: "repeats" } as const;

function toWeighed(windowed: Windowed, reading: store.Reading, run: RunSpent | null): Weighed {
  const { budget, key, from, to } = windowed;
  const counter = reading.counters.get(store.refOf(budget.id, key)) ?? store.NOTHING;
  const ofRun = budget.scope.kind === "run" && budget.measure !== "steps" ? (run?.[RUN_SPENT[budget.measure]] ?? 0n) : null;
  const besides = ofRun ?? flowTo(windowed.budget, windowed, reading.flows);
  // What a run took is read where it is on record; its counter only remembers it.
  const spent = ofRun ?? counter.spent + besides;
  const { id, name, scope, measure, window, thresholds, kept } = budget;
  const position = { spent, reserved: counter.reserved, limit: kept + counter.extra };
  const { minute, minuteCalls } = counter;
  return { ...{ id, name, scope, measure, window, thresholds, kept, key, from, to }, position, besides, minute, minuteCalls };
}

type At = { readonly now: Date; readonly zone: string };

/**
 * How the budgets stand that may bind a call. With none in force it is one look at a number. What is remembered is asked
 * for at once, so that it travels with the other statements of its turn.
 */
export function readBudgets(tx: PgTx, asking: Asking, at: At): Promise<BudgetReading> {
  const remembered = rememberedBudgets();
  return remembered === null ? budgetsInForce(tx).then((inForce) => readBy(tx, inForce, asking, at)) : readBy(tx, remembered, asking, at);
}

async function readBy(tx: PgTx, inForce: InForce, asking: Asking, at: At): Promise<BudgetReading> {
  const { now, zone } = at;
  const windows = windowsOf(inForce, asking, now, zone);
  const refs = windows.map(({ budget, key }) => ({ budgetId: budget.id, key }));
  const reading = await store.readCounters(tx, refs);
  if (reading.version !== inForce.version) return readBy(tx, await budgetsInForce(tx), asking, at);
  const { runId, agentName, digest, worstCase } = asking;
  const needsRun = windows.some(({ budget }) => budget.scope.kind === "run" && budget.measure !== "steps");
  const run = needsRun && runId !== null ? await readRun(tx, { agentName, runId, digest }, now) : null;
  const standing = windows.map((windowed) => ({ budget: windowed.budget, weighed: toWeighed(windowed, reading, run) }));
  const isShort = ({ measure, thresholds, position }: Weighed) =>
    measure === "money" && strictest(thresholds, position, takenBy("money", worstCase)) !== null;
  const isMoneyShort = standing.some(({ weighed }) => isShort(weighed));
  const free = isMoneyShort && (await isFree(tx, agentName, new Date(now.getTime() - FREE_MS)));
  return { asking, standing, isFree: free, zone, now };
}

/** The budgets that bind the call, now that the agent's team is known; money does not bind an agent whose models cost nothing. */
const bindingOf = ({ standing, isFree: free }: BudgetReading, teamId: string | null): Weighed[] =>
  standing
    .filter(({ budget }) => budget.scope.kind !== "team" || budget.scope.id === teamId)
    .map(({ weighed }) => weighed)
    .filter(({ measure }) => !free || measure !== "money");

/** What the budgets say to a call. Pure: all was read before. */
export const askBudgets = (reading: BudgetReading, teamId: string | null): BudgetVerdict | null =>
  reading.standing.length === 0 ? null : weigh(bindingOf(reading, teamId), reading.asking.worstCase, reading.now, reading.zone);

/** Why a permission that was given before may not be used any more: something was cut off meanwhile. Null while it may. */
export const endedByBudget = (reading: BudgetReading, teamId: string | null): string | null =>
  endedBy(bindingOf(reading, teamId), reading.zone);

/** Of how many calls of this minute the call is one, where calls are slowed. */
function perMinuteOf({ thresholds, position, measure }: Weighed, worstCase: WorstCase): number | null {
  const threshold = strictest(thresholds, position, takenBy(measure, worstCase));
  return threshold?.act === "throttle" ? (threshold.perMinute ?? 1) : null;
}

function holdOf(weighed: Weighed, worstCase: WorstCase): store.Hold | null {
  const { id: budgetId, key, from, to, measure, kept, besides, thresholds } = weighed;
  const perMinute = perMinuteOf(weighed, worstCase);
  const x = measure === "wall_time" || measure === "repeats" ? 0n : takenBy(measure, worstCase);
  if (x === 0n && perMinute === null) return null;
  const cuts = thresholds.filter(({ act }) => act === "cut_off").map(({ percent }) => percent);
  const [spent, reserved] = measure === "steps" ? [x, 0n] : [0n, x];
  const capPercent = x === 0n || cuts.length === 0 ? null : Math.min(...cuts);
  return { budgetId, key, from, to, spent, reserved, besides, limit: kept, capPercent, perMinute };
}

/** What a call takes of the budgets that bind it, in one order of ids, so that calls never wait for each other in a ring. */
const holdsOf = (reading: BudgetReading, teamId: string | null): store.Hold[] =>
  bindingOf(reading, teamId)
    .flatMap((weighed) => holdOf(weighed, reading.asking.worstCase) ?? [])
    .sort((a, b) => (a.budgetId < b.budgetId ? -1 : 1));

/** Longer than any permission lasts: after it nothing can still be on its way. */
const HELD_MS = 48 * 3_600_000;

function reserve(tx: PgTx, { asking, now }: BudgetReading, holds: readonly store.Hold[], actionId: string): void {
  const held = holds.filter(({ reserved }) => reserved > 0n);
  const expiresAt = new Date(now.getTime() + HELD_MS);
  if (held.length > 0) tx.withCommit(store.insertReservations(tx, { actionId, agentName: asking.agentName, expiresAt, holds: held }, now));
}

/**
 * Takes from every budget that binds the call what the call may use, all or nothing. False when one of them no longer had
 * it: then nothing is taken, and the call is to be decided anew.
 */
export async function holdBudgets(tx: PgTx, reading: BudgetReading, teamId: string | null, actionId: string): Promise<boolean> {
  const holds = holdsOf(reading, teamId);
  if (holds.length === 0) return true;
  const taken = await store.takeHolds(tx, holds, minuteOf(reading.now), reading.now);
  if (taken.size === holds.length) reserve(tx, reading, holds, actionId);
  else
    await store.giveBack(
      tx,
      holds.filter(({ budgetId }) => taken.has(budgetId)),
    );
  return taken.size === holds.length;
}

/**
 * The same, on its way with the commit: nothing waits for it, and others wait no longer than the commit takes. Where a
 * budget no longer has it, the whole transaction fails (`isBudgetGone`), and the call is to be decided anew from its start.
 */
export function holdWithCommit(tx: PgTx, reading: BudgetReading, teamId: string | null, actionId: string): void {
  const holds = holdsOf(reading, teamId);
  if (holds.length === 0) return;
  tx.withCommit(store.takeAllHolds(tx, holds, minuteOf(reading.now), reading.now));
  reserve(tx, reading, holds, actionId);
}

/** Whether a transaction failed because what `holdWithCommit` wanted was taken meanwhile. */
export const isBudgetGone = store.isGone;

/** Notes that a budget refused a call. */
export const noteRefusal = (tx: Tx, { effect, budget }: BudgetVerdict, agentName: string, now: Date): Promise<unknown> => {
  if (effect !== "deny") return Promise.resolve();
  const isOfRun = budget.scope.kind === "run" && budget.measure !== "steps";
  const observed = isOfRun ? budget.position.spent : null;
  return store.countRefusal(tx, { ...budget, budgetId: budget.id, agentName, observed }, now);
};
