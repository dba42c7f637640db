import { candidatesByIds, organisation } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { sharedReading } from "@/server/platform/shared-reading";
import { dutiesAt } from "@/server/schedules/service";
import { access } from "./access";
import type { Decider, Delegator } from "./core/why-not";
import { standingOfPerson } from "./delegation-store";

const organisationNow = sharedReading(() => organisation());

/** What the core must know of the person who asks: groups, duties, agents, and for whom they stand in at this moment. */
export async function deciderOf(actor: PersonActor): Promise<Decider> {
  const now = clock.now();
  const [{ delegations, owned }, { isSingleOperator }, duties] = await Promise.all([
    standingOfPerson(actor.id, now),
    organisationNow(""),
    dutiesAt(now),
  ]);
  const onCallOf = (id: string): ReadonlySet<string> => duties.get(id) ?? new Set();
  const candidates = await candidatesByIds([...new Set(delegations.map((delegation) => delegation.fromId))]);
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
