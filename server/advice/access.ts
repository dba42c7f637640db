import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in: counts and costs by task class and model, never what was said. */
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
  /** Who answers for how agents are built. */
  decide: (actor: PersonActor): boolean => hasRole(actor, "operator", "admin"),
  setMargin: (actor: PersonActor): boolean => hasRole(actor, "admin"),
};
