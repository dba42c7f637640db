import { hasRole, type PersonActor } from "@/server/platform/actor";

export const access = {
  /** The whole record is read by those who answer for it. */
  listEntries: (actor: PersonActor) => hasRole(actor, "auditor", "admin", "operator"),
  /** What became of one action is read by whoever may see actions; entries hold ids and digests, never arguments. */
  readStory: (actor: PersonActor) => hasRole(actor, "viewer", "executive", "approver", "operator", "auditor", "admin"),
};
