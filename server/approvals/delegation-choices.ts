import { listAgents } from "@/server/fleet/agents";
import { listTools } from "@/server/fleet/tools";
import { listApprovers } from "@/server/identity/service";
import { ok, type Result } from "@/server/kernel/result";
import { hasRole, type PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import type { DelegationChoices } from "./delegation-schema";

const PAGE = 200;
const PAGES = 10;

/** Everything that a delegation is put together from: who may decide for whom, and the agents and tools it may be about. */
export async function delegationChoices(actor: PersonActor): Promise<Result<DelegationChoices>> {
  const [approvers, agents, tools] = await Promise.all([listApprovers(), agentNames(actor), listTools(actor)]);
  if (!agents.ok) return agents;
  if (!tools.ok) return tools;
  return ok({
    myId: actor.id,
    isApprover: access.decide(actor),
    mayArrange: hasRole(actor, "operator"),
    approvers: approvers.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name)),
    agents: agents.value,
    tools: tools.value.filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name),
  });
}

async function agentNames(actor: PersonActor): Promise<Result<string[]>> {
  const names: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const listed: Awaited<ReturnType<typeof listAgents>> = await listAgents(actor, { group: "all", search: "", limit: PAGE, cursor });
    if (!listed.ok) return listed;
    names.push(...listed.value.items.filter(({ state }) => state !== "retired").map(({ name }) => name));
    cursor = listed.value.nextCursor;
    if (cursor === null) break;
  }
  return ok(names);
}
