import { ListAgentsQuery } from "@/server/fleet/schema";
import { describeAgents } from "@/server/gate/registration";
import { readQuery, restRoute } from "@/server/platform/rest";

export const GET = restRoute(["agents:read", "agents:write"], async ({ request, actor }) => {
  const query = readQuery(request, ListAgentsQuery);
  return query.ok ? describeAgents(actor, query.value) : query;
});
