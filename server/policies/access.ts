import { ROLES } from "@/server/kernel/roles";
import { type Actor, hasRole } from "@/server/platform/actor";

export const access = {
  /** Everyone who is signed in may read the rules that their agents are held to. */
  read: (actor: Actor) => actor.kind === "system" || hasRole(actor, ...ROLES),
  /** Operators change rules; Reeve itself publishes those of the first start. */
  publish: (actor: Actor) => actor.kind === "system" || hasRole(actor, "operator"),
};
