import { listAllowed, revokeAllowed } from "@/server/actions/lifecycle";
import { freezeForAgent, revokeForActions, thawForAgent } from "@/server/approvals/service";
import { lockAgent, reinstateAgent, suspendAgent } from "@/server/fleet/service";
import { ok, type Result } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";

export type Killed = {
  readonly agent: string;
  readonly state: "suspended";
  readonly frozenApprovals: number;
  readonly revokedActions: number;
};
export type Restored = { readonly agent: string; readonly state: string; readonly thawedApprovals: number };

/**
 * Stops an agent. It waits for calls of the agent that are being decided and holds off new ones; once it has answered,
 * no instance allows or consumes anything for the agent: what was allowed is revoked, what waits for people is frozen.
 */
export function killAgent(actor: Actor, name: string, reason: string): Promise<Result<Killed>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    await lockAgent(tx, name, "exclusive");
    const suspended = await suspendAgent(tx, actor, name, reason, now);
    if (!suspended.ok) return suspended;
    // Requests before actions: whoever decides a request at this moment takes its locks in the same order, and
    // what they allowed is seen by the next statement.
    const frozenApprovals = await freezeForAgent(tx, actor, name, now);
    const ids = await listAllowed(tx, name);
    await revokeForActions(tx, actor, ids, now);
    const why = { cause: "killed", reason: "The agent was stopped before the action ran.", retry: "later" } as const;
    const revokedActions = await revokeAllowed(tx, actor, ids, why, now);
    return ok({ agent: name, state: "suspended", frozenApprovals, revokedActions });
  });
}

/** Starts a killed agent again. What was frozen waits on with its time given back; what was revoked stays revoked. */
export function restoreAgent(actor: PersonActor, name: string, reason: string): Promise<Result<Restored>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    await lockAgent(tx, name, "exclusive");
    const reinstated = await reinstateAgent(tx, actor, name, reason, now);
    if (!reinstated.ok) return reinstated;
    const thawedApprovals = await thawForAgent(tx, actor, name, now);
    return ok({ agent: name, state: reinstated.value.state, thawedApprovals });
  });
}
