import { ROLES } from "@/server/kernel/roles";
import { type Actor, hasRole, hasScope } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in, as they read the scorecard; keys that read it or write records. */
  read: (actor: Actor) => hasRole(actor, ...ROLES) || hasScope(actor, "maturity:read") || hasScope(actor, "records:write"),
  /** Operators run what is recorded, auditors see it done; so do keys with records:write. */
  write: (actor: Actor) => actor.kind === "system" || hasRole(actor, "operator", "auditor") || hasScope(actor, "records:write"),
  /** A key that is bound to one agent speaks of that one alone. */
  speakOf: (actor: Actor, agent: string | null) => actor.kind !== "key" || actor.agentName === null || actor.agentName === agent,
};
