import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { inTransaction, type PrismaTx, type ReadTx } from "@/server/platform/tx";
import { access } from "./access";
import { findBudget, type KeptBudget } from "./budget-store";
import { toKept, toShown } from "./core/judge";
import { windowAt } from "./core/windows";
import { amountWords, budgetWords } from "./core/words";
import { addExtra, applyExtension, insertEvent, insertExtension, listPending } from "./event-store";
import { zoneOf } from "./in-force";
import { agentOf, record } from "./record";
import type { ExtendBudgetInput } from "./schema";

/** The tool of the action that asks for more: Reeve's own, which no agent can call. */
export const EXTEND_TOOL = "reeve.extend_budget";

/** What is asked, for whoever puts it before people. */
export type PlannedExtension = {
  readonly budgetId: string;
  readonly key: string;
  readonly until: Date;
  readonly amount: bigint;
  readonly title: string;
  readonly args: Readonly<Record<string, string>>;
  readonly teamId: string | null;
  readonly amountMicroUsd: bigint | null;
  /** Who may decide: those whom the budget names. Empty is every approver. */
  readonly groupIds: readonly string[];
};

/** The groups that the strictest threshold with any names. */
const decidersOf = ({ thresholds }: KeptBudget): readonly string[] =>
  thresholds.findLast(({ groupIds }) => groupIds.length > 0)?.groupIds ?? [];

/** What asking for more would ask, or why it cannot be asked. Nothing is written. */
export async function planExtension(actor: PersonActor, { id, amount }: ExtendBudgetInput, now: Date): Promise<Result<PlannedExtension>> {
  if (!access.extend(actor)) return refuse("forbidden", "Your role does not let you ask for more.");
  const zone = await zoneOf("organisation");
  return inTransaction(async (tx): Promise<Result<PlannedExtension>> => {
    const budget = await findBudget(tx, id);
    if (budget === null || budget.state === "retired") return refuse("not_found", "There is no such budget in force.");
    const at = windowAt(budget.window, now, zone);
    if (at === null) return refuse("conflict", "A budget of single runs is not extended: change its limit, or start the run again.");
    if ((await listPending(tx)).some(({ budgetId }) => budgetId === id)) {
      return refuse("conflict", "More was asked for already, and waits for a decision.");
    }
    const more = BigInt(amount);
    const { name, scope, measure, window } = budget;
    const words = budgetWords({ name, scope, measure, window, from: at.from, to: at.to, zone, limit: budget.limit, left: 0n });
    const title = `Add ${amountWords(measure, more)} to ${words.charAt(0).toLowerCase()}${words.slice(1, -1)}`;
    return ok({
      ...{ budgetId: id, key: at.key, until: at.to, title, amount: toKept(measure, more) },
      args: { budget: name, add: amountWords(measure, more), limit: amountWords(measure, budget.limit), until: at.to.toISOString() },
      teamId: scope.kind === "team" ? scope.id : null,
      amountMicroUsd: measure === "money" ? more : null,
      groupIds: decidersOf(budget),
    });
  });
}

type Asked = { readonly planned: PlannedExtension; readonly actionId: string; readonly approvalId: string; readonly reason: string };

/** Notes that more was asked for, in the transaction that asks. */
export async function noteExtension(
  tx: PrismaTx,
  actor: PersonActor,
  { planned, actionId, approvalId, reason }: Asked,
  now: Date,
): Promise<void> {
  const { budgetId, key, amount } = planned;
  await insertExtension(tx, { actionId, budgetId, key, amount, askedById: actor.id, approvalId }, now);
  await insertEvent(tx, { budgetId, kind: "extension_asked", byId: actor.id, key, amount, reason }, now);
  await record(
    tx,
    actor,
    "extension_asked",
    { id: budgetId, agent: null, actionId },
    { amount: amount.toString(), approval: approvalId },
    now,
  );
}

/** Adds what people approved, once, in the transaction of their decision; false when the action asks for nothing of the kind. */
export async function extendBy(tx: ReadTx, actor: Pick<Actor, "kind" | "id">, actionId: string, now: Date): Promise<boolean> {
  const applied = await applyExtension(tx, actionId, now);
  if (applied === null) return false;
  const { budgetId, key, amount } = applied;
  await addExtra(tx, applied, now);
  const budget = await findBudget(tx, budgetId);
  await insertEvent(tx, { budgetId, kind: "extended", byId: actor.id, key, amount }, now);
  const agent = budget === null ? null : agentOf(budget);
  const shown = budget === null ? "" : toShown(budget.measure, amount).toString();
  await record(tx, actor, "extended", { id: budgetId, agent, actionId }, { amount: amount.toString(), shown }, now);
  return true;
}
