import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in: sums by agent, team and model, never what was said. */
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
};
