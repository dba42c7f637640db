import { ROLES } from "@/server/kernel/roles";
import { type Actor, hasRole, hasScope, type PersonActor } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in, and Reeve itself when it sends reports: sums by agent, team and model, never what was said. */
  read: (actor: Actor): boolean => actor.kind === "system" || hasRole(actor, ...ROLES),
  /** Those who answer for what is spent. */
  dismissAnomalies: (actor: PersonActor): boolean => hasRole(actor, "operator", "executive"),
  estimate: (actor: PersonActor): boolean => hasRole(actor, "operator"),
  /** And whoever holds a key for it, about its one agent if it is bound to one. */
  readCounted: (actor: Actor): boolean => hasRole(actor, ...ROLES) || hasScope(actor, "spend:read"),
};
