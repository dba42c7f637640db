import { toResource } from "@/server/fleet/agent-view";
import { readAgent } from "@/server/fleet/agents";
import { AgentInput } from "@/server/fleet/schema";
import { saveAgent } from "@/server/gate/retire";
import { ok } from "@/server/kernel/result";
import { readBody, restRoute } from "@/server/platform/rest";

type Params = { readonly name: string };

export const GET = restRoute<Params>(["agents:read", "agents:write"], async ({ actor, params }) => {
  const agent = await readAgent(actor, decodeURIComponent(params.name));
  return agent.ok ? ok(toResource(agent.value)) : agent;
});

export const PUT = restRoute<Params>("agents:write", async ({ request, actor, params }) => {
  const input = await readBody(request, AgentInput);
  if (!input.ok) return input;
  const agent = await saveAgent(actor, decodeURIComponent(params.name), input.value);
  return agent.ok ? ok(toResource(agent.value)) : agent;
});
