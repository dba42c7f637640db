import { listForKey } from "@/server/budgets/plans";
import { BudgetsQuery } from "@/server/budgets/schema";
import { readQuery, restRoute } from "@/server/platform/rest";

export const GET = restRoute("spend:read", async ({ request, actor }) => {
  const query = readQuery(request, BudgetsQuery);
  return query.ok ? listForKey(actor, query.value) : query;
});
