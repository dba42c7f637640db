import { type Actor, hasRole } from "@/server/platform/actor";

/** Everyone keeps their own inbox and preferences; what goes out is kept by administrators and read by auditors, too. */
export const access = {
  readSettings: (actor: Actor): boolean => hasRole(actor, "admin", "auditor"),
  manage: (actor: Actor): boolean => hasRole(actor, "admin"),
};
