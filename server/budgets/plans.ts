import { readForGate } from "@/server/fleet/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { listBudgets } from "./budget-store";
import { binds } from "./core/scope";
import { windowAt } from "./core/windows";
import { readCounters } from "./counter-store";
import { listDeclaring } from "./event-store";
import { zoneOf } from "./in-force";
import { nowOf } from "./present";
import type { BudgetItem, BudgetItems } from "./schema";

const UNITS = { money: "micro_usd", tokens: "tokens", steps: "steps", wall_time: "seconds", repeats: "repeats" } as const;

/**
 * What binds an agent, and how much of it is left, so that it can plan. A key that is bound to an agent hears of that one
 * alone; another key says which, or hears of all budgets.
 */
export async function listForKey(actor: Actor, query: { agent?: string | undefined }): Promise<Result<BudgetItems>> {
  if (!access.plan(actor) || actor.kind !== "key") return refuse("forbidden", "Reading budgets takes a key with the scope spend:read.");
  if (actor.agentName !== null && query.agent !== undefined && query.agent !== actor.agentName) {
    return refuse("agent_mismatch", `This key is bound to the agent ${actor.agentName}.`);
  }
  const agent = query.agent ?? actor.agentName;
  const now = clock.now();
  const zone = await zoneOf("organisation");
  return inPgTransaction(async (tx) => {
    const known = agent === null ? null : (await readForGate(tx, agent, "")).agent;
    const budgets = (await listBudgets(tx, "active")).filter(
      // Any run and any task class may be the next one.
      (budget) => agent === null || binds(budget, { agent, teamId: known?.teamId ?? null, taskClass: budget.scope.id, runId: "any" }),
    );
    const windows = budgets.map((budget) => ({ budget, at: windowAt(budget.window, now, zone) }));
    const reading = await readCounters(
      tx,
      windows.flatMap(({ budget, at }) => (at === null ? [] : [{ budgetId: budget.id, key: at.key }])),
    );
    const declaring = agent === null ? [] : await listDeclaring(tx);
    const items = windows.map(({ budget, at }): BudgetItem => {
      const { limit, spent, reserved, remaining, from, to, standing } = nowOf(budget, at, reading);
      const isOfCost = budget.measure === "money" || budget.measure === "tokens";
      return {
        id: budget.id,
        scope: { ...budget.scope, name: budget.name },
        measure: budget.measure,
        unit: UNITS[budget.measure],
        ...{ limit, spent, reserved, remaining },
        window: { kind: budget.window.kind === "calendar" ? budget.window.unit : budget.window.kind, from, to },
        state: standing,
        acts: !isOfCost || (agent !== null && declaring.includes(agent)) ? "before_each_call" : "next_gate_call",
      };
    });
    return ok({ items, nextCursor: null, asOf: now.toISOString() });
  });
}
