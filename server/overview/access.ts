import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in: counts and names of agents, never arguments. */
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
};
