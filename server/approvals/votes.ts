import { concludeOwn } from "@/server/actions/lifecycle";
import { actionsById, type Settlement, settleAwaiting } from "@/server/actions/service";
import * as audit from "@/server/audit/service";
import { extendBy } from "@/server/budgets/extending";
import { makeLive } from "@/server/grants/service";
import { digestOf } from "@/server/identity/passkeys";
import { invariant } from "@/server/kernel/result";
import { type Actor, systemActor } from "@/server/platform/actor";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { askedBy } from "./asked-in-return";
import type { Change } from "./change-schema";
import { allowedUntil } from "./core/allowance";
import { stageDue, urgencyAt } from "./core/deadlines";
import { endingBy, mergeObligations, type Obligation } from "./core/obligations";
import { stageOutcome, tally } from "./core/stages";
import type { ApprovalState } from "./core/transitions";
import { countersignatureDigest } from "./countersignature";
import { openTimeOf } from "./open-time";
import { openStageOf } from "./rows";
import type { KeptStepUp } from "./step-up-schema";
import * as store from "./store";
import { closeStage, tellEnded } from "./telling";
import * as voting from "./vote-store";

// What votes make of a request. Everything here runs under the lock of the request's row.

export type After = { readonly state: ApprovalState; readonly revision: number };

const KINDS = { approve: "approval.vote_approved", reject: "approval.vote_rejected" } as const;

/** The record of a vote: cast, or undone by its author. */
export async function recordVote(
  tx: PrismaTx,
  actor: Actor,
  { id, actionId, agentName }: store.ApprovalRecord,
  vote: voting.VoteRecord,
  now: Date,
): Promise<void> {
  await audit.append(tx, {
    kind: vote.outcome === "undone" ? "approval.vote_undone" : KINDS[vote.verdict],
    actor: audit.entryActor(actor),
    subject: { type: "approval", id },
    actionId,
    agentName,
    occurredAt: now,
    data: {
      voteId: vote.id,
      stage: vote.stage,
      verdict: vote.verdict,
      onBehalfOf: vote.onBehalfOfId,
      waived: vote.waived,
      effectiveAt: vote.effectiveAt.toISOString(),
      ...stepUpData(vote.stepUp),
    },
  });
}

/** What the record keeps of a step-up: enough to hold an exported countersignature against it. */
function stepUpData(stepUp: KeptStepUp | null): { readonly [key: string]: string } {
  if (stepUp === null) return {};
  if (stepUp.kind === "password") return { stepUp: stepUp.kind, noPasskeyBecause: stepUp.why };
  const { signed, credential } = stepUp.countersignature;
  return {
    stepUp: stepUp.kind,
    passkey: stepUp.passkeyId,
    publicKey: digestOf(Buffer.from(credential.publicKey, "base64url")),
    actionDigest: signed.actionDigest,
    obligationsHash: signed.obligationsHash,
    countersignature: countersignatureDigest(stepUp.countersignature),
  };
}

/** Notes what the votes leave of the open stage, and when the next one takes effect. */
export async function countVotes(
  tx: PrismaTx,
  record: store.ApprovalRecord,
  votes: readonly voting.VoteRecord[],
  by: { readonly change: Change; readonly personId: string },
): Promise<After> {
  const counted = await voting.countVotes(tx, { id: record.id, ...tally(record.stage, openStageOf(record).quorum, votes), ...by });
  invariant(counted !== null, "a request that was locked is not pending");
  return { state: "pending", revision: counted.revision };
}

/** What the votes in effect make of the request: it ends, its next stage opens, or it waits for more of them. */
export async function settle(
  tx: PrismaTx,
  record: store.ApprovalRecord,
  votes: readonly voting.VoteRecord[],
  last: voting.VoteRecord,
  now: Date,
): Promise<After> {
  const outcome = stageOutcome(record.stage, openStageOf(record).quorum, votes);
  if (outcome === "open") return countVotes(tx, record, votes, { change: "voted", personId: last.personId });
  const next = outcome === "passed" ? record.stages[record.stage] : undefined;
  if (next !== undefined) return openNextStage(tx, record, votes, last, now);
  const merged = mergeObligations(outcome === "passed" ? askedBy(votes.filter((vote) => vote.outcome === "effective")) : []);
  invariant(merged.ok, "approvals were taken that ask what cannot be kept together");
  return end(tx, record, outcome === "passed" ? "approved" : "rejected", { last, obligations: merged.obligations }, now);
}

async function openNextStage(
  tx: PrismaTx,
  record: store.ApprovalRecord,
  votes: readonly voting.VoteRecord[],
  last: voting.VoteRecord,
  now: Date,
): Promise<After> {
  const next = record.stages[record.stage];
  invariant(next !== undefined, "there is no next stage");
  const deciders = votes
    .filter((vote) => vote.stage === record.stage && vote.outcome === "effective")
    .flatMap(({ personId, onBehalfOfId }) => [personId, ...(onBehalfOfId === null ? [] : [onBehalfOfId])]);
  // Reasons that were there before are the stronger ones: they hold in every stage.
  const excluded = { ...Object.fromEntries(deciders.map((id) => [id, "decided_before" as const])), ...record.excluded };
  const { add } = await openTimeOf(record.calendarId);
  const dueAt = stageDue(next.dueMinutes, record.expiresAt, now, add);
  const amountMicroUsd = record.amountMicroUsd === null ? null : BigInt(record.amountMicroUsd);
  const urgency = urgencyAt({ dueAt, riskTier: record.riskTier, amountMicroUsd });
  const { id, stage } = record;
  const opened = await voting.openStage(tx, { id, stage, next, dueAt, urgencyAt: urgency, excluded, personId: last.personId }, now);
  invariant(opened !== null, "a request that was locked is not pending");
  await voting.voidWaitingVotes(tx, [id], now);
  await closeStage(tx, id, `Already approved by ${await voting.nameOfVoter(tx, last.personId)}; now with ${next.name}`, now);
  await audit.append(tx, {
    kind: "approval.stage_opened",
    actor: audit.entryActor(systemActor),
    subject: { type: "approval", id },
    actionId: record.actionId,
    agentName: record.agentName,
    occurredAt: now,
    data: { stage: stage + 1, revision: opened.revision, dueAt: dueAt.toISOString(), quorum: next.quorum, groupIds: [...next.groupIds] },
  });
  // Who edited the call may have voted for this stage before it was open.
  const early = votes.findLast((vote) => vote.stage === stage + 1 && vote.outcome === "effective");
  const current = early === undefined ? null : await store.lockApproval(tx, id);
  if (early !== undefined && current !== null) return settle(tx, current, votes, early, now);
  return { state: "pending", revision: opened.revision };
}

const ENDED = { approved: "Approved", rejected: "Rejected" } as const;

type Ending = { readonly last: voting.VoteRecord; readonly obligations: readonly Obligation[] };

async function end(
  tx: PrismaTx,
  record: store.ApprovalRecord,
  to: "approved" | "rejected",
  { last, obligations }: Ending,
  now: Date,
): Promise<After> {
  const { id, actionId, agentName } = record;
  const ended = await voting.endByVotes(tx, { id, to, personId: last.personId, reason: last.reason }, now);
  invariant(ended !== null, "a request that was locked is not pending");
  await voting.voidWaitingVotes(tx, [id], now);
  const actor = { kind: "person", id: last.personId } as const;
  await audit.append(tx, {
    kind: `approval.${to}`,
    actor: audit.entryActor(actor),
    subject: { type: "approval", id },
    actionId,
    agentName,
    occurredAt: now,
    data: { voteId: last.id, stage: last.stage, verdict: last.verdict, revision: ended.revision, onBehalfOf: last.onBehalfOfId },
  });
  if (obligations.length > 0) await voting.keepObligations(tx, id, obligations);
  const isSettled = await settleAwaiting(tx, await settlementOf(actionId, { last, obligations }, now), actor, now);
  invariant(isSettled, "a request was pending while its action did not wait");
  if (to === "approved") await makeLive(tx, last.id, now);
  // What Reeve itself asked for is done by the approval: no agent comes for it.
  if (to === "approved" && (await extendBy(tx, actor, actionId, now))) await concludeOwn(tx, actor, actionId, now);
  const words = `${ENDED[to]} by ${await voting.nameOfVoter(tx, last.personId)}`;
  await tellEnded(tx, [id], { state: to, words, byId: last.personId }, now);
  return { state: to, revision: ended.revision };
}

/** What the last vote makes of the action, with the reason for the agent. */
async function settlementOf(actionId: string, { last: { verdict, reason }, obligations }: Ending, now: Date): Promise<Settlement> {
  if (verdict === "reject") {
    return { actionId, to: "denied", cause: "human", reason: reason ?? "", retry: "after_change", allowedUntil: null };
  }
  const [action] = await actionsById([actionId]);
  invariant(action, "a request asks about an action that is not there");
  const until = endingBy(obligations, allowedUntil(action.evaluation, now));
  return { actionId, to: "allowed", cause: "human", reason: reason ?? "Approved.", retry: "never", allowedUntil: until, obligations };
}

const BATCH = 200;

/** Lets every vote whose undo window is over take effect, in the order of their moments. Answers how many requests were touched. */
export async function settleDue(now: Date): Promise<number> {
  const ids = await voting.listSettling(BATCH, now);
  for (const id of ids) await inTransaction((tx) => settleOne(tx, id, now));
  return ids.length;
}

async function settleOne(tx: PrismaTx, id: string, now: Date): Promise<void> {
  const record = await store.lockApproval(tx, id);
  if (record === null || record.state !== "pending") return;
  const due = (await voting.listVotes(id, tx))
    .filter((vote) => vote.outcome === null && vote.effectiveAt <= now && vote.effectiveAt < record.expiresAt)
    .sort((a, b) => a.effectiveAt.getTime() - b.effectiveAt.getTime());
  for (const vote of due) {
    if (!(await voting.insertOutcome(tx, vote.id, "effective", now))) continue;
    const current = await store.lockApproval(tx, id);
    // An earlier one of these ended the request or its stage: this one lost its object.
    if (current === null || current.state !== "pending" || current.stage !== vote.stage) return;
    await settle(tx, current, await voting.listVotes(id, tx), vote, now);
  }
}
