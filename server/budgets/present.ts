import type { KeptBudget } from "./budget-store";
import { flowTo } from "./core/flow";
import { percentOf, remainingOf, standingOf, toShown } from "./core/judge";
import type { WindowAt } from "./core/windows";
import { amountWords } from "./core/words";
import { NOTHING, type Reading, refOf } from "./counter-store";
import type { CutOffRow, EventRow, PendingRow } from "./event-store";
import type { BudgetEvent, BudgetNow, CutOff, NamedGroup, ShownBudget } from "./schema";

const shown = (budget: KeptBudget, kept: bigint): string => toShown(budget.measure, kept).toString();

/** How the running window of a budget stands; a budget of runs shows its limit, and nothing spent. */
export function nowOf(budget: KeptBudget, at: WindowAt | null, reading: Reading): BudgetNow {
  const counter = (at && reading.counters.get(refOf(budget.id, at.key))) ?? NOTHING;
  const spent = counter.spent + (at === null ? 0n : flowTo(budget, at, reading.flows));
  const position = { spent, reserved: counter.reserved, limit: budget.kept + counter.extra };
  return {
    from: at?.from.toISOString() ?? null,
    to: at?.to.toISOString() ?? null,
    limit: shown(budget, position.limit),
    extended: shown(budget, counter.extra),
    spent: shown(budget, spent),
    reserved: shown(budget, counter.reserved),
    remaining: shown(budget, remainingOf(position)),
    percent: percentOf(position),
    standing: standingOf(budget.thresholds, position),
    refused: counter.refused,
  };
}

type Parts = {
  readonly budget: KeptBudget;
  readonly at: WindowAt | null;
  readonly reading: Reading;
  readonly groups: readonly NamedGroup[];
  /** Whether all that it pays for is known before it is spent. */
  readonly isAhead: boolean;
  readonly cutOff: CutOffRow | null;
  readonly extension: PendingRow | null;
};

export function present({ budget, at, reading, groups, isAhead, cutOff, extension }: Parts, now: Date): ShownBudget {
  const { id, name, measure, window, state, revision } = budget;
  return {
    ...{ id, name, measure, window, state, revision },
    scope: { ...budget.scope, isGone: budget.isTeamGone },
    limit: budget.limit.toString(),
    thresholds: budget.thresholds.map(({ percent, act, perMinute, groupIds }) => ({
      ...{ percent, act, perMinute },
      groups: groupIds.map((own) => groups.find((group) => group.id === own) ?? { id: own, name: "a group that no longer exists" }),
    })),
    createdAt: budget.createdAt.toISOString(),
    now: nowOf(budget, at, reading),
    acts: isAhead ? "before_each_call" : "next_gate_call",
    pendingExtension: extension && {
      amount: shown(budget, BigInt(extension.amount)),
      approvalId: extension.approvalId,
      askedAt: extension.askedAt.toISOString(),
    },
    lastCutOff: cutOff && toCutOff(cutOff, budget, now),
  };
}

const ENDS = { extended: "extension", edited: "edit", retired: "retired" } as const;

/** When calls passed again: by what people did, or with the next window, whichever came first. */
function endOf({ windowTo, nextKind, nextAt }: CutOffRow, now: Date): Pick<CutOff, "endedAt" | "endedBy"> {
  if (nextKind !== null && nextAt !== null && (windowTo === null || nextAt < windowTo)) {
    return { endedAt: nextAt.toISOString(), endedBy: ENDS[nextKind] };
  }
  return windowTo !== null && windowTo <= now ? { endedAt: windowTo.toISOString(), endedBy: "window" } : { endedAt: null, endedBy: null };
}

const refusals = (count: number): string => {
  if (count === 0) return "No call was refused.";
  return count === 1
    ? "1 call was refused with the cause budget."
    : `${count.toLocaleString("en-US")} calls were refused with the cause budget.`;
};

export function toCutOff(row: CutOffRow, budget: KeptBudget, now: Date): CutOff {
  const [spent, limit] = [toShown(budget.measure, BigInt(row.spent ?? "0")), toShown(budget.measure, BigInt(row.limit ?? "0"))];
  const of = `${amountWords(budget.measure, spent)} of ${amountWords(budget.measure, limit)} were spent`;
  return {
    id: row.id,
    budgetId: row.budgetId,
    name: budget.name,
    measure: budget.measure,
    at: row.at.toISOString(),
    ...endOf(row, now),
    spent: spent.toString(),
    limit: limit.toString(),
    refused: row.refused,
    agents: row.agents,
    words: `${of}, so it cut off at ${row.percent ?? 100} %. ${refusals(row.refused)}`,
  };
}

const ACT_WORDS = {
  notify: "told people",
  require_approval: "asks people from here on",
  throttle: "slows calls from here on",
  cut_off: "cut off",
};

function wordsOf(event: EventRow, budget: KeptBudget): string {
  const amount = event.amount === null ? "" : amountWords(budget.measure, toShown(budget.measure, BigInt(event.amount)));
  switch (event.kind) {
    case "created":
      return `Set at ${amount}`;
    case "edited":
      return `Changed to ${amount}`;
    case "retired":
      return "Retired";
    case "reached":
      return `Reached ${event.percent ?? 0} %: ${event.act === null ? "" : ACT_WORDS[event.act]}`;
    case "extension_asked":
      return `${amount} more were asked for`;
    case "extended":
      return `${amount} more until the window ends`;
  }
}

export const toEvent = (event: EventRow, budget: KeptBudget, people: ReadonlyMap<string, string>): BudgetEvent => ({
  id: event.id,
  at: event.at.toISOString(),
  kind: event.kind,
  by: event.byId === null ? null : { id: event.byId, name: people.get(event.byId) ?? "Somebody" },
  words: wordsOf(event, budget),
  reason: event.reason,
});
