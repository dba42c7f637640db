import { isDeepStrictEqual } from "node:util";
import * as audit from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { newId } from "@/server/platform/new-id";
import type { PrismaTx } from "@/server/platform/tx";
import type { Touched } from "./change-sql";
import { stageDue, urgencyAt } from "./core/deadlines";
import { decide as decideCore, type Given } from "./core/decide";
import type { Obligation } from "./core/obligations";
import { ONE_APPROVER, type PlannedStage } from "./core/stages";
import { type Decider, type Exclusion, type Standing, standingOf } from "./core/why-not";
import type { Voter } from "./decisions";
import * as editing from "./edit-store";
import { openTimeOf } from "./open-time";
import type { Planned } from "./plan";
import { recordReview } from "./reviews";
import { namesOf, openStageOf, peopleOf, toApproval } from "./rows";
import type { EditAnswer } from "./schema";
import type { KeptStepUp } from "./step-up-schema";
import * as store from "./store";
import { closeStage, tellEdited } from "./telling";
import * as voting from "./vote-store";
import { countVotes, recordVote, settle } from "./votes";

// What an edit makes of a request. The gate calls this inside its own transaction, after it has taken the agent's lock.

export type HeldRequest = store.ApprovalRecord;

/** The request as it stands, not held against anyone: which action and agent an edit would be about. */
export const requestToEdit = (id: string): Promise<HeldRequest | null> => store.findApproval(id);

/** The request held until the transaction ends, if this person may decide it as it was on their screen: who may approve may edit. */
export async function holdForEdit(
  tx: PrismaTx,
  { decider }: Voter,
  input: { readonly approvalId: string; readonly revision: number; readonly reason: string },
  now: Date,
): Promise<Result<store.ApprovalRecord>> {
  const record = await store.lockApproval(tx, input.approvalId);
  if (record === null) return refuse("not_found", "There is no such request.");
  const given = await mayDecide(record, decider, input, now);
  return given.ok ? ok(record) : given;
}

/** The same without holding it, for a look ahead. */
export async function mayDecide(
  record: store.ApprovalRecord,
  decider: Decider,
  { revision, reason }: { readonly revision: number; readonly reason: string },
  now: Date,
): Promise<Result<Given>> {
  return decideCore(toApproval(record, await namesOf(peopleOf(record))), { verdict: "approve", reason, revision }, decider, now);
}

/** Whether a plan asks the same people in the same stages as the request does already. */
export const asksTheSame = ({ stages }: Pick<store.ApprovalRecord, "stages">, plan: Planned): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(plan.stages)), stages);

export type Edited = {
  readonly title: string;
  readonly hasLookAlike: boolean;
  readonly reason: string;
  readonly obligations: readonly Obligation[];
  readonly authority: editing.EditedQuestion["authority"];
  /** Another chain that begins; null when the one of the request goes on. */
  readonly plan: (Planned & { readonly authorId: string | null }) | null;
  /** How the editor proved that it was them, for the vote in `stageOfVote`. */
  readonly stepUp: KeptStepUp | null;
};

type Moments = { readonly now: Date; readonly effectiveAt: Date };

/**
 * What an edit makes of a request that is held: earlier votes count no more, and the editor's vote counts in the stage
 * that asks them. One for a later stage than the first takes effect at once, since it ends nothing yet. Nobody has a
 * vote in two stages: the editor is excluded from the others.
 */
export async function applyEdit(
  tx: PrismaTx,
  voter: Voter,
  record: store.ApprovalRecord,
  edited: Edited,
  moments: Moments,
): Promise<EditAnswer> {
  const { now } = moments;
  await voting.voidWaitingVotes(tx, [record.id], now);
  const voided = await editing.voidEffectiveVotes(tx, record.id, now);
  const place = placeOfVote(voter.decider, record, edited);
  const touched = await ask(tx, voter, record, edited, place, now);
  await audit.append(tx, {
    kind: "approval.edited",
    actor: audit.entryActor(voter.actor),
    subject: { type: "approval", id: record.id },
    actionId: record.actionId,
    agentName: record.agentName,
    occurredAt: now,
    data: {
      revision: touched.revision,
      voided,
      isRestarted: edited.plan !== null,
      stageBefore: record.stage,
      voteStage: place?.stage ?? null,
    },
  });
  if (place === null)
    return { id: record.id, voteId: null, state: "pending", revision: touched.revision, decidedAt: now.toISOString(), effectiveAt: null };
  return cast(tx, voter, record.id, { edited, place }, moments);
}

type Chain = Pick<Edited, "plan">;

const stagesOf = (record: store.ApprovalRecord, { plan }: Chain): readonly PlannedStage[] =>
  plan?.stages ?? (record.stages.length > 0 ? record.stages : [ONE_APPROVER]);

/** Reasons that hold in every stage. Who decided a stage decided what is no more: they may decide again. */
function standingExclusions({ excluded }: store.ApprovalRecord, { plan }: Chain): Record<string, Exclusion> {
  const kept = Object.fromEntries(Object.entries(excluded).filter(([, why]) => why !== "decided_before" && why !== "edited"));
  const authorId = plan?.authorId ?? null;
  return authorId === null ? kept : { [authorId]: "rule_author", ...kept };
}

type Place = { readonly stage: number; readonly standing: Standing };

/** For whom the editor stands in, if that is why they may decide the request as it is. */
export function editsFor({ decider }: Voter, record: store.ApprovalRecord): string | null {
  const standing = standingOf(decider, record);
  return standing.why === null ? (standing.for?.id ?? null) : null;
}

/** In which stage of what would come of an edit the editor's vote would count; null when they are asked in none. */
export const stageOfVote = ({ decider }: Voter, record: store.ApprovalRecord, plan: Edited["plan"]): number | null =>
  placeOfVote(decider, record, { plan })?.stage ?? null;

/** In which stage the editor's vote counts: the one that was open if the chain goes on, else the first that asks them. */
function placeOfVote(decider: Decider, record: store.ApprovalRecord, edited: Chain): Place | null {
  const excluded = standingExclusions(record, edited);
  const places = stagesOf(record, edited).flatMap((stage, at): Place[] => {
    const asked = record.stages.length > 0 || edited.plan !== null ? stage : record;
    const standing = standingOf(decider, { ...record, ...whom(asked), excluded, voterIds: [] });
    return standing.why === null ? [{ stage: at + 1, standing }] : [];
  });
  return (edited.plan === null ? places.find(({ stage }) => stage === record.stage) : undefined) ?? places[0] ?? null;
}

const whom = ({ groupIds, personIds, onCallIds }: Pick<PlannedStage, "groupIds" | "personIds" | "onCallIds">) => ({
  groupIds,
  personIds,
  onCallIds,
});

/** Puts the edited question to the first stage, with a clock of its own where that is not the open one. */
async function ask(tx: PrismaTx, { actor }: Voter, record: store.ApprovalRecord, edited: Edited, place: Place | null, now: Date) {
  const { title, hasLookAlike, authority, plan } = edited;
  const [first = openStageOf(record)] = stagesOf(record, edited);
  const excluded = { ...votersOfLater(actor.id, place), ...standingExclusions(record, edited) };
  const question = { id: record.id, title, excluded, quorum: first.quorum, editorId: actor.id, authority, hasLookAlike };
  const isOpenStage = plan === null && record.stage === 1;
  const touched = isOpenStage
    ? await editing.askAgain(tx, question)
    : await editing.startAnew(tx, question, await chainOf(record, edited, first, now), now);
  invariant(touched !== null, "a request that was locked is not pending");
  await tellOthers(tx, touched, { isOpenStage, quorum: first.quorum, words: `Edited by ${actor.name}` }, now);
  return touched;
}

type Asked = { readonly isOpenStage: boolean; readonly quorum: number; readonly words: string };

/** What was told is about arguments that are gone. The clock tells whoever is asked anew; where the editor's vote is enough nobody is. */
async function tellOthers(tx: PrismaTx, { id, revision }: Touched, { isOpenStage, quorum, words }: Asked, now: Date): Promise<void> {
  if (!isOpenStage) await closeStage(tx, id, words, now);
  else if (quorum > 1) await tellEdited(tx, { id, revision, words }, now);
}

/** Who votes for a later stage already has no vote in those before it. */
const votersOfLater = (editorId: string, place: Place | null): Record<string, Exclusion> =>
  place === null || place.stage === 1
    ? {}
    : Object.fromEntries([editorId, place.standing.for?.id].flatMap((id) => (id === undefined ? [] : [[id, "edited" as const]])));

async function chainOf(record: store.ApprovalRecord, edited: Edited, first: PlannedStage, now: Date): Promise<editing.NewChain> {
  const { riskTier } = record;
  const { add } = await openTimeOf(record.calendarId);
  const { dueAt, expiresAt, calendarId, chainId } = edited.plan ?? {
    ...record,
    dueAt: stageDue(first.dueMinutes, record.expiresAt, now, add),
  };
  const amountMicroUsd = record.amountMicroUsd === null ? null : BigInt(record.amountMicroUsd);
  const urgency = urgencyAt({ dueAt, riskTier, amountMicroUsd });
  return { stages: stagesOf(record, edited), first, dueAt, expiresAt, urgencyAt: urgency, calendarId, chainId };
}

const openStageAt = (record: store.ApprovalRecord, stage: number) => openStageOf({ ...record, stage });
const isAlone = (decider: Decider, { quorum }: PlannedStage) => decider.isSingleOperator && quorum > 1;

/** The editor's own vote on what they made of it. */
async function cast(
  tx: PrismaTx,
  { actor, decider }: Voter,
  id: string,
  { edited, place }: { readonly edited: Edited; readonly place: Place },
  { now, effectiveAt }: Moments,
): Promise<EditAnswer> {
  const record = await store.lockApproval(tx, id);
  invariant(record !== null, "a request that was locked is gone");
  const isLater = place.stage > 1;
  const isEffective = isLater || effectiveAt <= now;
  const waived = place.standing.waived ?? (isAlone(decider, openStageAt(record, place.stage)) ? "quorum" : null);
  const vote: voting.VoteRecord = {
    id: newId("vote"),
    approvalId: id,
    stage: place.stage,
    personId: actor.id,
    onBehalfOfId: place.standing.for?.id ?? null,
    verdict: "approve",
    reason: edited.reason,
    castAt: now,
    effectiveAt: isEffective ? now : effectiveAt,
    waived,
    obligations: edited.obligations,
    stepUp: edited.stepUp,
    outcome: isEffective ? "effective" : null,
  };
  await voting.insertVote(tx, vote, record);
  await recordVote(tx, actor, record, vote, now);
  if (waived !== null) await recordReview(tx, { subject: { type: "vote", id: vote.id }, personId: actor.id, what: waived }, now);
  const answer = { id, voteId: vote.id, decidedAt: now.toISOString(), effectiveAt: isEffective ? null : effectiveAt.toISOString() };
  if (isLater) return { ...answer, state: record.state, revision: record.revision };
  const votes = await voting.listVotes(id, tx);
  const after = isEffective
    ? await settle(tx, record, votes, vote, now)
    : await countVotes(tx, record, votes, { change: "edited", personId: actor.id });
  return { ...answer, state: after.state, revision: after.revision };
}
