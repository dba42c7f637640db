import { type Actor, hasRole } from "@/server/platform/actor";

export const access = {
  /** Everyone who is signed in sees who is told when. */
  read: (actor: Actor) => actor.kind !== "key",
  /** Chains say who is asked when nobody decides: operators and administrators, in a session. */
  edit: (actor: Actor) => actor.kind === "system" || hasRole(actor, "operator", "admin"),
};
