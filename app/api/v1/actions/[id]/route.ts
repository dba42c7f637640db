import { GetActionQuery } from "@/server/actions/schema";
import { getAnswer } from "@/server/gate/answers";
import { readQuery, restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const GET = restRoute<{ id: string }>(["actions:read", "actions:write"], async ({ request, actor, params }) => {
  const query = readQuery(request, GetActionQuery);
  return query.ok ? getAnswer(actor, params.id, query.value.waitMs, request.signal) : query;
});
