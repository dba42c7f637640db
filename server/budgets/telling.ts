import { idsOfRoles, listApprovers } from "@/server/identity/service";
import { notify } from "@/server/notifications/service";
import { systemActor } from "@/server/platform/actor";
import type { ReadTx } from "@/server/platform/tx";
import { type KeptBudget, listAgentOwners } from "./budget-store";
import { capOf, toShown } from "./core/judge";
import type { Threshold } from "./core/terms";
import { amountWords, budgetWords, type Said } from "./core/words";
import { insertEvent } from "./event-store";
import { agentOf, record } from "./record";

const BECAUSE = { operator: "you are an operator", owner: "you own the agent", group: "the budget names a group of yours" } as const;

/** The owner of the agent it is of, the groups that the threshold names, and the operators; each once. */
async function recipientsOf(tx: ReadTx, budget: KeptBudget, { groupIds }: Threshold) {
  const agent = agentOf(budget);
  const [operators, approvers, agents] = await Promise.all([
    idsOfRoles(["operator"], tx),
    groupIds.length === 0 ? [] : listApprovers(),
    agent === null ? [] : listAgentOwners(),
  ]);
  const owner = agents.find(({ name }) => name === agent)?.ownerId ?? null;
  const told = new Map<string, string>(operators.map((id) => [id, BECAUSE.operator]));
  for (const { id, groupIds: own } of approvers) if (own.some((group) => groupIds.includes(group))) told.set(id, BECAUSE.group);
  if (owner !== null) told.set(owner, BECAUSE.owner);
  return [...told].map(([personId, because]) => ({ personId, because }));
}

const FOLLOWS = {
  notify: "",
  require_approval: " From here on people decide what else it pays for.",
  throttle: " From here on calls are slowed.",
  cut_off: " From here on calls are refused.",
} as const;

type Reached = {
  readonly budget: KeptBudget;
  readonly key: string;
  readonly threshold: Threshold;
  readonly spent: bigint;
  readonly limit: bigint;
};

/** Writes down that a threshold was reached, with its audit entry and who is told: once for each window, threshold and limit. */
export async function tellReached(tx: ReadTx, { budget, key, threshold, spent, limit }: Reached, said: Said, now: Date): Promise<boolean> {
  const { percent, act } = threshold;
  const eventId = await insertEvent(tx, { budgetId: budget.id, kind: "reached", key, percent, act, limit, spent }, now);
  if (eventId === null) return false;
  const agent = agentOf(budget);
  const data = { measure: budget.measure, percent, act, limit: limit.toString(), spent: spent.toString() };
  await record(tx, systemActor, act === "cut_off" ? "cut_off" : "threshold_reached", { id: budget.id, agent }, data, now);
  const used = amountWords(budget.measure, toShown(budget.measure, spent));
  await notify(
    tx,
    [
      {
        kind: act === "cut_off" ? "budget.cut_off" : "budget.threshold_reached",
        subject: { type: "budget", id: budget.id },
        recipients: await recipientsOf(tx, budget, threshold),
        important: act === "cut_off",
        title: act === "cut_off" ? `${budget.name}: the budget is cut off` : `${budget.name}: ${percent} % of the budget is used`,
        body: `${budgetWords(said)} has reached ${percent} %: ${used} are spent.${FOLLOWS[act]}`,
        path: `/spend/budgets/${budget.id}`,
        groupKey: `budget:${budget.id}`,
        dedupeKey: `budget.reached:${eventId}`,
      },
    ],
    now,
  );
  return true;
}

/** Thresholds that what was spent has reached. */
export const reachedBy = (budget: KeptBudget, spent: bigint, limit: bigint): Threshold[] =>
  budget.thresholds.filter(({ percent }) => spent >= capOf(limit, percent));
