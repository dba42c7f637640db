import { inPgTransaction } from "@/server/platform/tx";
import { listBudgets } from "./budget-store";
import { windowAt } from "./core/windows";
import { readCounters } from "./counter-store";
import { zoneOf } from "./in-force";
import { nowOf } from "./present";
import type { BudgetNow } from "./schema";

/** How the organisation's budget of money for the calendar month stands; null where there is none. For whoever writes it up. */
export async function readMonthBudget(now: Date): Promise<BudgetNow | null> {
  const zone = await zoneOf("organisation");
  return inPgTransaction(async (tx) => {
    const budget = (await listBudgets(tx, "active")).find(
      ({ scope, measure, window }) =>
        scope.kind === "organisation" && measure === "money" && window.kind === "calendar" && window.unit === "month",
    );
    if (budget === undefined) return null;
    const at = windowAt(budget.window, now, zone);
    return nowOf(budget, at, await readCounters(tx, at === null ? [] : [{ budgetId: budget.id, key: at.key }]));
  });
}
