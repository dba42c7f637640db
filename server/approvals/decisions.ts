import { wasEdited } from "@/server/actions/edits";
import { argsOf } from "@/server/actions/lifecycle";
import { actionsById } from "@/server/actions/service";
import { type GrantedRequest, planGrant, proposeGrant } from "@/server/grants/service";
import { undoSecondsOf } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { checkAsked } from "./asked-in-return";
import { decide as decideCore } from "./core/decide";
import type { Obligation } from "./core/obligations";
import type { Decider } from "./core/why-not";
import { deciderOf } from "./deciders";
import { recordReview } from "./reviews";
import { namesOf, peopleOf, toApproval } from "./rows";
import type { DecideAnswer, DecideInput, UndoAnswer } from "./schema";
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
 * A person's verdict. It is stored at once and takes effect after the person's undo window (at once when that is zero);
 * until then it can be undone, and an end or a kill inside the window wins.
 */
export const decide = async (actor: PersonActor, input: DecideInput): Promise<Result<DecideAnswer>> =>
  decideAs(await voterOf(actor), input);

/** The same, by someone of whom everything has been read. */
export function decideAs(voter: Voter, input: DecideInput, way: Way = "single"): Promise<Result<DecideAnswer>> {
  const now = clock.now();
  const effectiveAt = new Date(now.getTime() + voter.undoSeconds * 1_000);
  return inTransaction((tx) => vote(tx, voter, input, way, { now, effectiveAt }));
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
  input: DecideInput,
  way: Way,
  { now, effectiveAt }: Moments,
): Promise<Result<DecideAnswer>> {
  const found = admit(await store.lockApproval(tx, input.id), way);
  if (!found.ok) return found;
  const record = found.value;
  const given = decideCore(toApproval(record, await namesOf(peopleOf(record))), input, decider, now);
  if (!given.ok) return given;
  const { onBehalfOfId, waived } = given.value;
  const asked = await checkCondition(tx, record, input, now);
  if (!asked.ok) return asked;
  const grant = input.grant === undefined ? null : await planGrant(tx, asGranted(record), input.grant, now);
  if (grant !== null && !grant.ok) return grant;
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
    obligations: asked.value,
    outcome: isEffective ? "effective" : null,
  };
  await voting.insertVote(tx, cast);
  if (grant !== null) await proposeGrant(tx, grant.value, cast);
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

/** What is asked in return. A verdict on a request whose arguments were edited must say which revision it is about. */
async function checkCondition(
  tx: PrismaTx,
  { id, actionId }: store.ApprovalRecord,
  input: DecideInput,
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
