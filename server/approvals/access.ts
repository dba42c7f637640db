import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";
import type { Decider } from "./core/why-not";

/** Who may do what with approval requests. Whether one person may decide one request is a law of the core: `whyNot`. */
export const access = {
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
  decide: (actor: PersonActor): boolean => hasRole(actor, "approver"),
};

/** What the core must know of a person; which agents they own is read by the caller. */
export const toDecider = (actor: PersonActor, ownedAgents: readonly string[]): Decider => ({
  id: actor.id,
  isApprover: access.decide(actor),
  groupIds: actor.groupIds,
  ownedAgents: new Set(ownedAgents),
});
