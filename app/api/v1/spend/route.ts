import { readQuery, restRoute } from "@/server/platform/rest";
import { countSpend } from "@/server/spend/counted";
import { SpendQuery } from "@/server/spend/counted-schema";

export const GET = restRoute("spend:read", async ({ request, actor }) => {
  const query = readQuery(request, SpendQuery);
  return query.ok ? countSpend(actor, query.value) : query;
});
