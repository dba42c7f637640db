import { denyAwaiting } from "@/server/actions/lifecycle";
import * as audit from "@/server/audit/service";
import { systemActor } from "@/server/platform/actor";
import { log } from "@/server/platform/log";
import { inTransaction } from "@/server/platform/tx";
import * as store from "./clock-store";
import { record, voidVotesOn } from "./service";
import { tellBreached, tellEnded } from "./telling";

const BATCH = 200;

/** Repeats a batch until one is not full, so that a late clock catches up. Answers how many there were in all. */
async function inBatches(batch: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const count = await batch();
    total += count;
    if (count < BATCH) return total;
  }
}

const idsOf = (touched: readonly { readonly id: string }[]): string[] => touched.map(({ id }) => id);

/** Ends every request whose time is over, the longest over first: its action is denied, and the agent told that nobody decided. */
export const expireDue = (now: Date): Promise<number> =>
  inBatches(() =>
    inTransaction(async (tx) => {
      const expired = await store.expireDue(tx, BATCH, now);
      await voidVotesOn(tx, expired, now);
      const actionIds = expired.map(({ actionId }) => actionId);
      const denied = await denyAwaiting(
        tx,
        systemActor,
        actionIds,
        { cause: "timeout", reason: "Nobody decided in time.", retry: "later" },
        now,
      );
      // One that is out of step must not keep the others from expiring.
      if (denied < expired.length) log.error({ expired: idsOf(expired), denied }, "a request expired whose action did not wait");
      await record(tx, systemActor, "approval.expired", expired, now);
      await tellEnded(tx, idsOf(expired), { state: "expired", words: "Expired before anyone decided", byId: null }, now);
      return expired.length;
    }),
  );

/** Keeps the order of the queue true to how many agents stand still in each run. */
export const countWaiting = (): Promise<number> => inBatches(() => inTransaction((tx) => store.countWaiting(tx, BATCH)));

/** Notes every request that has just passed its due moment, once each. */
export const recordBreaches = (now: Date): Promise<number> =>
  inBatches(() =>
    inTransaction(async (tx) => {
      const breached = await store.recordBreaches(tx, BATCH, now);
      await audit.append(
        tx,
        ...breached.map((approval) => ({
          kind: "approval.breached" as const,
          actor: audit.entryActor(systemActor),
          subject: { type: "approval", id: approval.id },
          actionId: approval.actionId,
          agentName: approval.agentName,
          occurredAt: now,
          data: { dueAt: approval.dueAt.toISOString() },
        })),
      );
      await tellBreached(tx, idsOf(breached), now);
      return breached.length;
    }),
  );
