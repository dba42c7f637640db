import { type Actor, hasRole } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in. */
  read: (actor: Actor) => actor.kind === "person",
  /** Operators keep the limits. */
  edit: (actor: Actor) => hasRole(actor, "operator"),
};
