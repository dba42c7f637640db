import { actionsById, type Settlement, settleAwaiting } from "@/server/actions/service";
import * as audit from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { allowedUntil } from "./core/allowance";
import { decide as decideCore } from "./core/decide";
import type { ApprovalState } from "./core/transitions";
import { deciderOf, loadApproval } from "./rows";
import type { DecideAnswer, DecideInput } from "./schema";
import * as store from "./store";

/** A person's verdict: vote, request, action and record change together, and only while the request waits for it. */
export async function decide(actor: PersonActor, input: DecideInput): Promise<Result<DecideAnswer>> {
  const now = clock.now();
  const judged = await judge(actor, input, now);
  if (!judged.ok) return judged;
  const answer = await inTransaction((tx) => carryOut(tx, actor, input, judged.value, now));
  if (answer !== null) return ok(answer);
  // Someone, or the clock, was faster: the request as it is now says who.
  const again = await judge(actor, input, clock.now());
  return again.ok ? refuse("conflict", "It changed at the same moment. Look again, then decide.") : again;
}

type Judged = {
  readonly actionId: string;
  readonly agentName: string;
  readonly to: ApprovalState;
  readonly revision: number;
  readonly settlement: Settlement;
};

/** What the core makes of the request as it stands. */
async function judge(actor: PersonActor, input: DecideInput, now: Date): Promise<Result<Judged>> {
  const [decider, found] = await Promise.all([deciderOf(actor), loadApproval(input.id)]);
  if (found === null) return refuse("not_found", "There is no such request.");
  const decided = decideCore(found.approval, input, decider, now);
  if (!decided.ok) return decided;
  const { actionId, agentName, revision } = found.record;
  return ok({ actionId, agentName, to: decided.value, revision, settlement: await settlementOf(actionId, input, now) });
}

/** What the verdict makes of the action, with the reason for the agent. */
async function settlementOf(actionId: string, { verdict, reason }: DecideInput, now: Date): Promise<Settlement> {
  if (verdict === "reject") return { actionId, to: "denied", cause: "human", reason, retry: "after_change", allowedUntil: null };
  const [action] = await actionsById([actionId]);
  invariant(action, "a request asks about an action that is not there");
  const until = allowedUntil(action.evaluation, now);
  return { actionId, to: "allowed", cause: "human", reason: reason || "Approved.", retry: "never", allowedUntil: until };
}

/** Null when the request no longer waits, or someone else holds it: then nothing was written. */
async function carryOut(tx: PrismaTx, actor: PersonActor, input: DecideInput, judged: Judged, now: Date): Promise<DecideAnswer | null> {
  const { id, verdict } = input;
  const reason = input.reason === "" ? null : input.reason;
  const change = verdict === "approve" ? "approved" : "rejected";
  const ended = await store.endByVerdict(tx, { id, to: judged.to, change, personId: actor.id, reason }, judged.revision, now);
  if (ended === null) return null;
  const voteId = newId("vote");
  await store.insertVote(tx, { id: voteId, approvalId: id, personId: actor.id, verdict, reason }, now);
  await audit.append(tx, {
    kind: `approval.${change}`,
    actor: audit.entryActor(actor),
    subject: { type: "approval", id },
    actionId: judged.actionId,
    agentName: judged.agentName,
    occurredAt: now,
    data: { voteId, stage: 1, verdict, revision: ended.revision },
  });
  const isSettled = await settleAwaiting(tx, judged.settlement, actor, now);
  invariant(isSettled, "a request was pending while its action did not wait");
  return { id, state: judged.to, revision: ended.revision, decidedAt: now.toISOString() };
}
