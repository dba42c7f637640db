import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";

/** Who may do what with approval requests. Whether one person may decide one request is a law of the core: `standingOf`. */
export const access = {
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
  review: (actor: PersonActor): boolean => hasRole(actor, "approver", "operator", "auditor", "admin"),
  /** How single approvers keep up: for those who oversee them, beside each for themself. */
  seeApprovers: (actor: PersonActor): boolean => hasRole(actor, "operator", "auditor"),
  /** What an hour of review costs is the organisation's to say. */
  setReviewRate: (actor: PersonActor): boolean => hasRole(actor, "admin"),
  decide: (actor: PersonActor): boolean => hasRole(actor, "approver"),
};
