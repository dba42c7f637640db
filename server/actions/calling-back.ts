import { callBack } from "@/server/notifications/callbacks";
import type { Tx } from "@/server/platform/tx";
import type { Cause, Retry } from "./core/states";
import type { Settled } from "./store";

type Decision = { readonly decision: "allow" | "deny"; readonly cause: Cause; readonly reason: string; readonly retry: Retry };

/** Calls back whoever proposed these actions with a `callbackUrl`, once the wait of each is over. */
export async function callBackAll(tx: Tx, settled: readonly Settled[], how: Decision, now: Date): Promise<void> {
  for (const { id, digest, agentName, summary, callbackEndpointId: endpointId } of settled) {
    if (endpointId === null) continue;
    const action = { id, agent: agentName, actionDigest: digest, ...how };
    await callBack(tx, { endpointId, actionId: id, title: summary, action }, now);
  }
}
