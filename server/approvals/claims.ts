import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction, inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import * as store from "./claim-store";
import { leaseUntil } from "./core/deadlines";
import { blockOf, refuseBlock, releaseBlockOf } from "./core/decide";
import { deciderOf } from "./deciders";
import { loadApproval } from "./rows";
import { CLAIM_LEASE_SECONDS, type ClaimAnswer } from "./schema";
import { record } from "./service";

const MOVED_ON = "Someone was faster. Look again.";

const answerTo = (actor: PersonActor, id: string, until: Date): ClaimAnswer => ({
  id,
  claim: { personId: actor.id, personName: actor.name, until: until.toISOString(), isMine: true },
});

const load = async (id: string) => (await loadApproval(id))?.approval ?? null;

/** Holds a request for three minutes so that others leave it alone; claiming again renews. Refused while someone else holds it, with their name. */
export async function claim(actor: PersonActor, id: string): Promise<Result<ClaimAnswer>> {
  const now = clock.now();
  const [decider, approval] = await Promise.all([deciderOf(actor), load(id)]);
  if (approval === null) return refuse("not_found", "There is no such request.");
  const block = blockOf(approval, decider, now);
  if (block !== null) return refuseBlock(block);
  const claimed = await inTransaction(async (tx) => {
    const held = await store.claim(tx, { id, personId: actor.id, until: leaseUntil(now, CLAIM_LEASE_SECONDS) }, now);
    // A renewal changes nothing that the record needs: who holds it stays the same.
    if (held !== null && !held.isRenewal) await record(tx, actor, "approval.claimed", [held], now);
    return held;
  });
  if (claimed !== null) return ok(answerTo(actor, id, claimed.until));
  const latest = await load(id);
  const reason = latest === null ? null : blockOf(latest, decider, clock.now());
  return reason === null ? refuse("conflict", MOVED_ON) : refuseBlock(reason);
}

/** Gives up one's own claim, so that others may take the request at once. */
export async function release(actor: PersonActor, id: string): Promise<Result<{ id: string }>> {
  const now = clock.now();
  const [decider, approval] = await Promise.all([deciderOf(actor), load(id)]);
  if (approval === null) return refuse("not_found", "There is no such request.");
  const block = releaseBlockOf(approval, decider, now);
  if (block !== null) return refuseBlock(block);
  const isReleased = await inTransaction(async (tx) => {
    const released = await store.release(tx, id, actor.id, now);
    if (released !== null) await record(tx, actor, "approval.released", [released], now);
    return released !== null;
  });
  return isReleased ? ok({ id }) : refuse("conflict", MOVED_ON);
}

/** Claims the most urgent request that this person may decide and nobody holds; null when nothing waits. Two people never get the same one. */
export async function takeNext(actor: PersonActor): Promise<Result<ClaimAnswer | null>> {
  if (!access.decide(actor)) return refuse("forbidden", "Only approvers take requests.");
  const now = clock.now();
  const decider = await deciderOf(actor);
  // Over `pg`, since a whole team takes its next ones at the same moment, again and again (bench/take-next.ts).
  return inPgTransaction(async (tx) => {
    const taken = await store.takeNext(tx, decider, leaseUntil(now, CLAIM_LEASE_SECONDS), now);
    if (taken === null) return ok(null);
    tx.withCommit(record(tx, actor, "approval.claimed", [taken], now));
    return ok(answerTo(actor, taken.id, taken.until));
  });
}
