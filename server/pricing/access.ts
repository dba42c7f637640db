import { type Actor, hasRole } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in. */
  read: (actor: Actor) => actor.kind === "person",
  /** Those who run agents, and administrators. */
  edit: (actor: Actor) => hasRole(actor, "operator", "admin"),
};
