import { type Actor, hasRole, hasScope } from "@/server/platform/actor";

const isKeyFor = (actor: Actor, name: string) => actor.kind === "key" && (actor.agentName === null || actor.agentName === name);

export const access = {
  /** Everyone signed in, and keys that may read or write agents. */
  read: (actor: Actor) => actor.kind !== "key" || hasScope(actor, "agents:read") || hasScope(actor, "agents:write"),
  /** Operators edit agents; so do keys with agents:write. */
  editAgents: (actor: Actor) => actor.kind === "system" || hasRole(actor, "operator") || hasScope(actor, "agents:write"),
  /** A key that is bound to one agent speaks for that one alone. */
  speakFor: (actor: Actor, name: string) => actor.kind !== "key" || isKeyFor(actor, name),
  /** Any operator stops any agent; so do keys with agents:write. */
  kill: (actor: Actor) => actor.kind === "system" || hasRole(actor, "operator") || hasScope(actor, "agents:write"),
  /** Starting again is asked for by an operator in a session: no key restores an agent. */
  restore: (actor: Actor) => hasRole(actor, "operator"),
  /** A second person agrees to it: an operator, or who answers for the agent. */
  agreeToRestore: (actor: Actor, ownerId: string | null) => (actor.kind === "person" && actor.id === ownerId) || hasRole(actor, "operator"),
  /** Tools and teams shape what every agent may do: people only. */
  editCatalogue: (actor: Actor) => actor.kind === "system" || hasRole(actor, "operator"),
};
