import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { findBudget } from "./budget-store";
import { toShown } from "./core/judge";
import { windowAt } from "./core/windows";
import { countRefusal } from "./counter-store";
import { insertEvent } from "./event-store";
import { zoneOf } from "./in-force";
import { agentOf, record } from "./record";
import { setSpent } from "./settle-store";
import { tellReached } from "./telling";

type CutOff = {
  readonly budgetId: string;
  readonly agent: string;
  readonly refused: number;
  readonly restoredAfterMs: number;
  readonly at: Date;
};

/** Brings about, in a past that is replayed, that a budget cut off and somebody let calls pass again. */
export async function recordPastCutOff(actor: PersonActor, { budgetId, agent, refused, restoredAfterMs, at }: CutOff): Promise<void> {
  const zone = await zoneOf("organisation");
  const restoredAt = new Date(Math.min(at.getTime() + restoredAfterMs, clock.now().getTime()));
  await inPgTransaction(async (tx) => {
    const budget = await findBudget(tx, budgetId);
    const window = budget && windowAt(budget.window, at, zone);
    if (budget === null || window === null) return;
    const { name, scope, measure, kept: limit } = budget;
    await setSpent(tx, { budgetId, ...window }, limit, at);
    for (let i = 0; i < refused; i++) await countRefusal(tx, { budgetId, ...window, agentName: agent, observed: null }, at);
    const said = { name, scope, measure, window: budget.window, ...window, zone, limit: toShown(measure, limit), left: 0n };
    const threshold = budget.thresholds.findLast(({ act }) => act === "cut_off");
    if (threshold !== undefined) await tellReached(tx, { budget, key: window.key, threshold, spent: limit, limit }, said, at);
    const reason = "The page size of the export was lowered.";
    await insertEvent(tx, { budgetId, kind: "edited", byId: actor.id, amount: limit, reason }, restoredAt);
    await record(tx, actor, "edited", { id: budgetId, agent: agentOf(budget) }, { measure, limit: budget.limit.toString() }, restoredAt);
  });
}
