import { toResource } from "@/server/fleet/agent-view";
import { listAgents } from "@/server/fleet/agents";
import { ListAgentsQuery } from "@/server/fleet/schema";
import { ok } from "@/server/kernel/result";
import { readQuery, restRoute } from "@/server/platform/rest";

export const GET = restRoute(["agents:read", "agents:write"], async ({ request, actor }) => {
  const query = readQuery(request, ListAgentsQuery);
  if (!query.ok) return query;
  const page = await listAgents(actor, { group: "all", search: "", ...query.value });
  return page.ok ? ok({ items: page.value.items.map(toResource), nextCursor: page.value.nextCursor }) : page;
});
