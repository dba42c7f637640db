import { wasEdited } from "@/server/actions/edits";
import { argsOf } from "@/server/actions/lifecycle";
import { actionsById } from "@/server/actions/service";
import { type GrantedRequest, type PlannedGrant, planGrant, proposeGrant } from "@/server/grants/service";
import { undoSecondsOf } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { checkAsked } from "./asked-in-return";
import { decide as decideCore, type Given } from "./core/decide";
import type { Obligation } from "./core/obligations";
import type { Decider } from "./core/why-not";
import { deciderOf } from "./deciders";
import { recordReview } from "./reviews";
import { namesOf, peopleOf, toApproval } from "./rows";
import type { AskStepUpInput, DecideAnswer, DecideInput, UndoAnswer } from "./schema";
import { askFor, lookAt, NOTHING_OFFERED, type Offered, type Subject, takeStepUp } from "./step-up";
import type { StepUpQuestion } from "./step-up-schema";
import * as store from "./store";
import * as voting from "./vote-store";
import { countVotes, recordVote, settle } from "./votes";

/** Who votes, with what must be read of them beforehand. */
export type Voter = { readonly actor: PersonActor; readonly decider: Decider; readonly undoSeconds: number };

export async function voterOf(actor: PersonActor): Promise<Voter> {
  const [decider, undoSeconds] = await Promise.all([deciderOf(actor), undoSecondsOf(actor.id)]);
  return { actor, decider, undoSeconds };
}

/** One of many decided with the same words: what needs a look of its own is refused. */
export type Way = "single" | "bulk";

/**
 * A person's verdict. Approving what is of high risk takes a step-up with it. It is stored at once and takes effect after the person's undo window (at once when that is zero);
 * until then it can be undone, and an end or a kill inside the window wins.
 */
export async function decide(actor: PersonActor, input: DecideInput): Promise<Result<DecideAnswer>> {
  const [voter, offered] = await Promise.all([voterOf(actor), lookAt(actor, input.stepUp)]);
  return offered.ok ? decideAs(voter, input, "single", offered.value) : offered;
}

/** The same, by someone of whom everything has been read. */
export function decideAs(
  voter: Voter,
  input: DecideInput,
  way: Way = "single",
  offered: Offered = NOTHING_OFFERED,
): Promise<Result<DecideAnswer>> {
  const now = clock.now();
  const effectiveAt = new Date(now.getTime() + voter.undoSeconds * 1_000);
  return inTransaction((tx) => vote(tx, voter, { ...input, offered }, way, { now, effectiveAt }));
}

/** What an approval as this one takes besides, and what is to be signed for it; refused as the approval itself would be. */
export async function askStepUp(actor: PersonActor, input: AskStepUpInput): Promise<Result<StepUpQuestion>> {
  const { decider } = await voterOf(actor);
  const now = clock.now();
  const looked = await inTransaction(async (tx): Promise<Result<Subject>> => {
    const found = admit(await store.lockApproval(tx, input.id), "single");
    if (!found.ok) return found;
    const verdict = { ...input, verdict: "approve", reason: "" } as const;
    const admitted = await examine(tx, decider, found.value, verdict, now);
    return admitted.ok ? ok(admitted.value.subject) : admitted;
  });
  return looked.ok ? askFor(actor, looked.value) : looked;
}

type Examined = { readonly given: Given; readonly asked: readonly Obligation[]; readonly subject: Subject };

/** Whether this verdict may be given on the request as it stands under its lock, and what exactly it would be about. */
async function examine(
  tx: PrismaTx,
  decider: Decider,
  record: store.ApprovalRecord,
  input: Pick<DecideInput, "verdict" | "reason" | "revision" | "obligations">,
  now: Date,
): Promise<Result<Examined>> {
  const given = decideCore(toApproval(record, await namesOf(peopleOf(record))), input, decider, now);
  if (!given.ok) return given;
  const asked = await checkCondition(tx, record, input, now);
  if (!asked.ok) return asked;
  const { id: approvalId, riskTier, stage } = record;
  const actionDigest = await store.readActionDigest(tx, record.actionId);
  const subject = { approvalId, riskTier, stage, verdict: input.verdict, actionDigest, obligations: asked.value };
  return ok({ given: given.value, asked: asked.value, subject });
}

/** The request as a grant that comes with its approval looks at it. */
const asGranted = ({ id, actionId, groupIds, stages }: store.ApprovalRecord): GrantedRequest => ({
  approvalId: id,
  actionId,
  groupIds,
  votesNeeded: stages.reduce((sum, { quorum }) => sum + quorum, 0),
});

type Moments = { readonly now: Date; readonly effectiveAt: Date };

async function vote(
  tx: PrismaTx,
  { actor, decider }: Voter,
  input: DecideInput & { readonly offered: Offered },
  way: Way,
  { now, effectiveAt }: Moments,
): Promise<Result<DecideAnswer>> {
  const found = admit(await store.lockApproval(tx, input.id), way);
  if (!found.ok) return found;
  const record = found.value;
  const examined = await examine(tx, decider, record, input, now);
  if (!examined.ok) return examined;
  const { onBehalfOfId, waived } = examined.value.given;
  const grant = await grantOf(tx, record, input.grant, now);
  if (!grant.ok) return grant;
  const stepUp = await takeStepUp(tx, actor, examined.value.subject, input.offered, now);
  if (!stepUp.ok) return stepUp;
  const isEffective = effectiveAt <= now;
  const cast: voting.VoteRecord = {
    id: newId("vote"),
    approvalId: record.id,
    stage: record.stage,
    personId: actor.id,
    onBehalfOfId,
    verdict: input.verdict,
    reason: input.reason === "" ? null : input.reason,
    castAt: now,
    effectiveAt,
    waived,
    obligations: examined.value.asked,
    stepUp: stepUp.value,
    outcome: isEffective ? "effective" : null,
  };
  await voting.insertVote(tx, cast, record);
  if (grant.value !== null) await proposeGrant(tx, grant.value, cast);
  await recordVote(tx, actor, record, cast, now);
  if (waived !== null) await recordReview(tx, { subject: { type: "vote", id: cast.id }, personId: actor.id, what: waived }, now);
  const votes = await voting.listVotes(record.id, tx);
  const after = isEffective
    ? await settle(tx, record, votes, cast, now)
    : await countVotes(tx, record, votes, { change: "voted", personId: actor.id });
  return ok({
    id: record.id,
    voteId: cast.id,
    state: after.state,
    revision: after.revision,
    decidedAt: now.toISOString(),
    effectiveAt: isEffective ? null : effectiveAt.toISOString(),
  });
}

/**
 * The grant that comes with an approval. None comes with high risk: it would let later calls through that nobody
 * countersigned.
 */
async function grantOf(
  tx: PrismaTx,
  record: store.ApprovalRecord,
  input: DecideInput["grant"],
  now: Date,
): Promise<Result<PlannedGrant | null>> {
  if (input === undefined) return ok(null);
  if (record.riskTier === "high") return refuse("conflict", "High risk is approved one by one: no standing grant comes with it.");
  return planGrant(tx, asGranted(record), input, now);
}

/** What is asked in return. A verdict on a request whose arguments were edited must say which revision it is about. */
async function checkCondition(
  tx: PrismaTx,
  { id, actionId }: store.ApprovalRecord,
  input: Pick<DecideInput, "revision" | "obligations">,
  now: Date,
): Promise<Result<readonly Obligation[]>> {
  if (input.revision === undefined && (await wasEdited(tx, actionId))) {
    return refuse("conflict", "Its arguments were edited. Look at them first, then decide.");
  }
  if (!input.obligations?.length) return ok([]);
  const [[action], votes] = await Promise.all([actionsById([actionId]), voting.listVotes(id, tx)]);
  return action === undefined ? notThere() : checkAsked(input.obligations, argsOf(action), votes, now);
}

const notThere = () => refuse("not_found", "There is no such request.");

function admit(record: store.ApprovalRecord | null, way: Way): Result<store.ApprovalRecord> {
  if (record === null) return notThere();
  if (way === "single" || record.riskTier !== "high") return ok(record);
  return refuse("forbidden", "High risk is decided one by one, on its own card.");
}

/** Takes back one's own vote before it takes effect. */
export async function undo(actor: PersonActor, input: { readonly voteId: string }): Promise<Result<UndoAnswer>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    const approvalId = await voting.findApprovalOfVote(tx, input.voteId, actor.id);
    const record = approvalId === null ? null : await store.lockApproval(tx, approvalId);
    if (record === null) return refuse("not_found", "There is no such vote of yours.");
    const own = (await voting.listVotes(record.id, tx)).find((cast) => cast.id === input.voteId);
    if (own === undefined || own.outcome !== null || own.effectiveAt <= now || record.state !== "pending") {
      return refuse("conflict", "It has taken effect, so it cannot be undone any more.");
    }
    await voting.insertOutcome(tx, own.id, "undone", now);
    await recordVote(tx, actor, record, { ...own, outcome: "undone" }, now);
    const after = await countVotes(tx, record, await voting.listVotes(record.id, tx), { change: "undone", personId: actor.id });
    return ok({ id: record.id, state: after.state, revision: after.revision });
  });
}
