import { candidatesByIds, organisation } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { dutiesAt } from "@/server/schedules/service";
import { access } from "./access";
import type { Decider, Delegator } from "./core/why-not";
import { listDelegationsTo } from "./delegation-store";
import * as store from "./store";

/** What the core must know of the person who asks: groups, duties, agents, and for whom they stand in at this moment. */
export async function deciderOf(actor: PersonActor): Promise<Decider> {
  const now = clock.now();
  const [delegations, { isSingleOperator }, duties] = await Promise.all([listDelegationsTo(actor.id, now), organisation(), dutiesAt(now)]);
  const onCallOf = (id: string): ReadonlySet<string> => duties.get(id) ?? new Set();
  const delegatorIds = [...new Set(delegations.map((delegation) => delegation.fromId))];
  const [candidates, owned] = await Promise.all([candidatesByIds(delegatorIds), store.listOwnedAgents([actor.id, ...delegatorIds])]);
  const agentsOf = (id: string) => new Set(owned.filter((agent) => agent.ownerId === id).map((agent) => agent.name));
  const standsInFor = delegations.flatMap(({ fromId, agents, tools }): Delegator[] => {
    const from = candidates.find((candidate) => candidate.id === fromId && candidate.isApprover);
    if (from === undefined) return [];
    const { id, name, groupIds } = from;
    return [{ id, name, groupIds: new Set(groupIds), onCallIds: onCallOf(id), ownedAgents: agentsOf(id), agents, tools }];
  });
  return {
    id: actor.id,
    isApprover: access.decide(actor),
    groupIds: actor.groupIds,
    onCallIds: onCallOf(actor.id),
    ownedAgents: agentsOf(actor.id),
    standsInFor,
    isSingleOperator,
  };
}
