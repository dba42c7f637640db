import { listAllowed, revokeAllowed } from "@/server/actions/lifecycle";
import { freezeForAgent, revokeForActions } from "@/server/approvals/service";
import { voidRestore } from "@/server/fleet/reinstatements";
import { lockAgent, suspendAgent } from "@/server/fleet/service";
import { endForAgent } from "@/server/grants/service";
import { ok, type Refused, type Result } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";

export type Killed = {
  readonly agent: string;
  readonly state: "suspended";
  readonly frozenApprovals: number;
  readonly revokedActions: number;
};

/**
 * Stops an agent. It waits for calls of the agent that are being decided and holds off new ones; once it has answered,
 * no instance allows or consumes anything for the agent: what was allowed is revoked, ahead of time too, and what waits for
 * people is frozen.
 */
export function killAgent(actor: Actor, name: string, reason: string): Promise<Result<Killed>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    await lockAgent(tx, name, "exclusive");
    const suspended = await suspendAgent(tx, actor, name, reason, now);
    if (!suspended.ok) return stopStopped(tx, actor, name, suspended, now);
    // Requests before actions: whoever decides a request at this moment takes its locks in the same order, and
    // what they allowed is seen by the next statement.
    const frozenApprovals = await freezeForAgent(tx, actor, name, now);
    await endForAgent(tx, actor, name, "killed", now);
    const ids = await listAllowed(tx, name);
    await revokeForActions(tx, actor, ids, now);
    const why = { cause: "killed", reason: "The agent was stopped before the action ran.", retry: "later" } as const;
    const revokedActions = await revokeAllowed(tx, actor, ids, why, now);
    return ok({ agent: name, state: "suspended", frozenApprovals, revokedActions });
  });
}

/** Killing what is stopped changes nothing, unless somebody wants it to work again: then the kill wins over the wish. */
async function stopStopped(tx: PrismaTx, actor: Actor, name: string, refused: Refused, now: Date): Promise<Result<Killed>> {
  const isVoided = refused.refusal.code === "conflict" && (await voidRestore(tx, actor, name, now));
  return isVoided ? ok({ agent: name, state: "suspended", frozenApprovals: 0, revokedActions: 0 }) : refused;
}
