import { type Actor, hasRole, hasScope, type KeyActor } from "@/server/platform/actor";
import type { Sight } from "./core/veil";

type Owned = { readonly apiKeyId: string; readonly agentName: string };

const mayName = (key: KeyActor, agentName: string) => key.agentName === null || key.agentName === agentName;

export const access = {
  /** A key that is bound to one agent speaks for that one alone. */
  speakFor: (key: KeyActor, agentName: string) => mayName(key, agentName),
  /** A key sees what it proposed itself, and with actions:read whatever else its agent (any agent, if unbound) proposed. */
  see: (key: KeyActor, action: Owned) => mayName(key, action.agentName) && (action.apiKeyId === key.id || hasScope(key, "actions:read")),
  /** A key executes and withdraws what it proposed itself; one that is bound to the agent also what the agent proposed with another key. */
  act: (key: KeyActor, action: Owned) =>
    hasScope(key, "actions:write") && mayName(key, action.agentName) && (action.apiKeyId === key.id || key.agentName === action.agentName),
  /** Everyone signed in reads actions. */
  read: (actor: Actor) => actor.kind === "person",
  /**
   * Sensitive arguments are for those who decide. Who runs, audits or administers agents sees the rest; viewers and
   * executives only what somebody said is safe. Of several roles the widest counts.
   */
  sight: (actor: Actor): Sight => {
    if (hasRole(actor, "approver")) return "all";
    return hasRole(actor, "operator", "auditor", "admin") ? "unless_sensitive" : "if_safe";
  },
  /** Auditors see what is hidden action by action, each time on the record. */
  reveal: (actor: Actor) => hasRole(actor, "auditor"),
};
