import { ROLES } from "@/server/kernel/roles";
import { type Actor, hasRole, hasScope } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in: who may spend what is no secret within the house. */
  read: (actor: Actor): boolean => hasRole(actor, ...ROLES),
  /** Operators set and retire budgets. */
  edit: (actor: Actor): boolean => hasRole(actor, "operator"),
  /** Who works with what a budget pays for may ask for more of it. */
  extend: (actor: Actor): boolean => hasRole(actor, "operator", "approver", "executive"),
  /** A key that reads spend, so that its agent can plan. */
  plan: (actor: Actor): boolean => hasScope(actor, "spend:read"),
};
