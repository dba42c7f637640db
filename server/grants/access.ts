import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";

type Given = { readonly authorId: string; readonly groupIds: readonly string[] };

const isAsked = (actor: PersonActor, { groupIds }: Given): boolean =>
  hasRole(actor, "approver") && (groupIds.length === 0 || groupIds.some((id) => actor.groupIds.has(id)));

/** Who may do what with standing grants. Giving one is deciding on a request: that is for approvals to say. */
export const access = {
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
  /** Looks at past calls by their arguments: for those who see arguments as they are. */
  preview: (actor: PersonActor): boolean => hasRole(actor, "approver"),
  /** Who gave it, who was asked with them, and operators: also who may ask for a later end. */
  keep: (actor: PersonActor, given: Given): boolean => actor.id === given.authorId || hasRole(actor, "operator") || isAsked(actor, given),
  /** The second pair of eyes on a later end. */
  confirm: (actor: PersonActor): boolean => hasRole(actor, "operator"),
};
