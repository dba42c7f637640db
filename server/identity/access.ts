import { type Actor, hasRole } from "@/server/platform/actor";

/** Who may do what with people, groups, keys and settings. Being an administrator decides nothing elsewhere. */
export const access = {
  readSettings: (actor: Actor): boolean => hasRole(actor, "admin", "auditor"),
  manage: (actor: Actor): boolean => hasRole(actor, "admin"),
};
