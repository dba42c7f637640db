import { append, entryActor } from "@/server/audit/service";
import type { Actor } from "@/server/platform/actor";
import type { ReadTx } from "@/server/platform/tx";
import type { StoredAction } from "./core/action";
import type { Cause, Retry } from "./core/states";
import * as store from "./store";

export type Settlement = {
  readonly actionId: string;
  readonly to: "allowed" | "denied";
  readonly cause: Cause;
  readonly reason: string;
  readonly retry: Retry;
  /** Until when it may be consumed; null for a denial. */
  readonly allowedUntil: Date | null;
};

/**
 * Ends the wait of an action whose approval was decided, in the caller's transaction: state, event and audit entry.
 * Answers false when the action no longer waits; nothing is written then.
 */
export async function settleAwaiting(tx: ReadTx, input: Settlement, actor: Actor, now: Date): Promise<boolean> {
  const settled = await store.settleAwaiting(tx, input, now);
  if (settled === null) return false;
  await store.insertEvents(tx, [{ actionId: input.actionId, apiKeyId: settled.apiKeyId }], now);
  await append(tx, {
    kind: input.to === "allowed" ? "action.allowed" : "action.denied",
    actor: entryActor(actor),
    subject: { type: "action", id: input.actionId },
    actionId: input.actionId,
    agentName: settled.agentName,
    occurredAt: now,
    data: { cause: input.cause, digest: settled.digest, allowedUntil: input.allowedUntil?.toISOString() ?? null },
  });
  return true;
}

/** The actions with these ids as they are kept, in no particular order. Unknown ids are left out. For services, never for screens. */
export const actionsById = (ids: readonly string[]): Promise<readonly StoredAction[]> => store.listByIds(ids);
