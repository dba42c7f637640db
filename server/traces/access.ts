import { type Actor, hasRole, hasScope, type KeyActor } from "@/server/platform/actor";

export const access = {
  /** Everyone signed in, and keys with traces:read. */
  read: (actor: Actor) => actor.kind === "person" || hasScope(actor, "traces:read"),
  /** A key that is bound to one agent sees the traces that this agent has a part in. */
  see: (key: KeyActor, trace: { readonly agents: readonly string[]; readonly agentName: string | null }) =>
    key.agentName === null || trace.agentName === key.agentName || trace.agents.includes(key.agentName),
  /** What agents took in and gave back is for those who decide, run, audit or administer; others see that it happened. */
  readPayloads: (actor: Actor) => hasRole(actor, "approver", "operator", "auditor", "admin"),
  /** Who sends telemetry is for those who run and administer agents, and for auditors. */
  readSources: (actor: Actor) => hasRole(actor, "operator", "auditor", "admin"),
  /** Whose a call is when nobody says, is for those who run and administer agents to say. */
  attribute: (actor: Actor) => hasRole(actor, "operator", "admin"),
  /** What is taken out of payloads, and how long they are kept, is for administrators to say. */
  administer: (actor: Actor) => hasRole(actor, "admin"),
  /** Who tries values against a commitment could guess: those who read payloads, each time on the record. */
  checkValues: (actor: Actor) => hasRole(actor, "operator", "auditor", "admin"),
};
