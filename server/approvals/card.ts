import { editsForPeople } from "@/server/actions/edits";
import type { ActionDetail } from "@/server/actions/schema";
import { getActionForPeople } from "@/server/actions/service";
import { type ToolFacts, toolFacts } from "@/server/fleet/tool-facts";
import { passkeyNames } from "@/server/identity/passkeys";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { cleanText } from "@/server/kernel/untrusted";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { askedBy } from "./asked-in-return";
import { takeNext } from "./claims";
import { type Block, blockOf, releaseBlockOf } from "./core/decide";
import { mergeObligations, type Obligation } from "./core/obligations";
import { ONE_APPROVER } from "./core/stages";
import { readImpact } from "./core/stake";
import { isOpen } from "./core/transitions";
import { type Exclusion, standingOf } from "./core/why-not";
import { deciderOf } from "./deciders";
import { type Names, peopleOf, personRef, toApproval, toRow, viewerOf } from "./rows";
import type { ApprovalCard, Can, CardAction, CardStage, Json, TakenAnswer, UntrustedText, Verdict } from "./schema";
import { stepUpOnCard } from "./step-up";
import type { KeptStepUp, VoteStepUp } from "./step-up-schema";
import * as store from "./store";
import { listVotes } from "./vote-store";

/** Everything that is known of a request before it is decided, and of its action after. Arguments that this person may not see are blacked out. */
export async function readCard(actor: PersonActor, id: string): Promise<Result<ApprovalCard>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const now = clock.now();
  const record = await store.findApproval(id);
  if (record === null) return refuse("not_found", "There is no such request.");
  const [decider, action, tool, votes, edits] = await Promise.all([
    deciderOf(actor),
    getActionForPeople(actor, record.actionId),
    toolFacts(record.toolName),
    listVotes(id),
    editsForPeople(actor, record.actionId, record.toolName),
  ]);
  if (!action.ok) return action;
  const { ownerId } = record;
  const barred = barredFrom(record.excluded, { initiator: action.value.initiator.personId, owner: ownerId });
  const personIds = [
    ...peopleOf(record),
    action.value.initiator.personId,
    ...votes.flatMap((vote) => [vote.personId, vote.onBehalfOfId]),
    ...edits.flatMap((edit) => [edit.editorId, edit.onBehalfOfId]),
    ...record.stages.flatMap((stage) => stage.personIds),
    ...barred.keys(),
  ];
  const runId = action.value.run.id;
  const [viewer, others, inRun, stepUp, passkeys] = await Promise.all([
    viewerOf(actor, decider, { personIds, records: [record] }, now),
    store.countOthers(record, runId),
    runId === null ? [] : store.listWaitingInRun(runId, record.agentName),
    stepUpOnCard(actor, record.riskTier),
    passkeyNames(votes.flatMap((vote) => (vote.stepUp?.kind === "passkey" ? [vote.stepUp.passkeyId] : []))),
  ]);
  const { names, lines } = viewer;
  const said = (text: string | null) => (text === null ? null : lines.text(record.actionId, text));
  const approval = toApproval(record, names);
  const stages = record.stages.length > 0 ? record.stages : [{ ...ONE_APPROVER, groupIds: record.groupIds }];
  const decidable = can(blockOf(approval, decider, now));
  const asked = askedBy(votes);
  const merged = mergeObligations(asked);
  return ok({
    ...toRow(record, viewer),
    action: toCardAction(action.value, tool, names),
    owner: ownerId === null ? null : personRef(ownerId, names),
    barred: [...barred].map(([id, why]) => ({ person: personRef(id, names), why })),
    alsoWaiting: { ...others, agents: inRun.map(({ name, since }) => ({ name, since: since.toISOString() })) },
    stages: stages.map((stage, at) => ({
      name: stage.name,
      asks: [
        ...stage.groupIds.flatMap((id) => viewer.groupNames.get(id) ?? []),
        ...stage.personIds.map((id) => personRef(id, names).name),
        ...(stage.onCallIds.length > 0 ? ["whoever is on call"] : []),
      ],
      quorum: stage.quorum,
      state: stateOfStage(record, at + 1),
    })),
    ...nameOf(standingOf(decider, record), decider.isSingleOperator && approval.quorum > 1),
    votes: votes.map((vote) => ({
      id: vote.id,
      stage: vote.stage,
      onBehalfOf: vote.onBehalfOfId === null ? null : personRef(vote.onBehalfOfId, names),
      waived: vote.waived,
      outcome: vote.outcome,
      effectiveAt: vote.effectiveAt.toISOString(),
      isMine: vote.personId === actor.id,
      person: personRef(vote.personId, names),
      verdict: vote.verdict as Verdict,
      reason: said(vote.reason),
      castAt: vote.castAt.toISOString(),
      obligations: shown(vote.obligations, action.value),
      stepUp: stepUpOf(vote.stepUp, passkeys),
    })),
    edits: edits.map(({ editorId, onBehalfOfId, ...edit }) => ({
      ...edit,
      by: personRef(editorId, names),
      onBehalfOf: onBehalfOfId === null ? null : personRef(onBehalfOfId, names),
    })),
    obligations: shown(merged.ok ? merged.obligations : asked, action.value),
    stepUp: isOpen(record.state) ? stepUp : null,
    can: { claim: decidable, release: can(releaseBlockOf(approval, decider, now)), approve: decidable, reject: decidable },
    decided: toDecided({ ...record, decisionReason: said(record.decisionReason) }, names),
  });
}

/** Takes the most urgent request as `takeNext` does, and reads its card in the same go. */
export async function takeNextCard(actor: PersonActor): Promise<Result<TakenAnswer | null>> {
  const taken = await takeNext(actor);
  if (!taken.ok || taken.value === null) return taken.ok ? ok(null) : taken;
  const card = await readCard(actor, taken.value.id);
  return ok({ ...taken.value, card: card.ok ? card.value : null });
}

/** How a vote was confirmed, by the name that the passkey bears now. */
function stepUpOf(kept: KeptStepUp | null, passkeys: Awaited<ReturnType<typeof passkeyNames>>): VoteStepUp | null {
  if (kept === null || kept.kind === "password") return kept === null ? null : { kind: "password" };
  const { name, isRemoved } = passkeys.get(kept.passkeyId) ?? { name: "unknown", isRemoved: true };
  return { kind: "passkey", passkeyName: name, isRemoved };
}

/** What is asked in return, but for what is about arguments that are hidden from the reader. */
const shown = (obligations: readonly Obligation[], { hiddenArgs }: ActionDetail): readonly Obligation[] =>
  obligations.filter((one) => !("pointer" in one && hiddenArgs.some((hidden) => `${one.pointer}/`.startsWith(`${hidden}/`))));

/** In whose name this person would decide, and whether alone. */
function nameOf(standing: ReturnType<typeof standingOf>, isQuorumWaived: boolean): Pick<ApprovalCard, "decidesFor" | "isAlone"> {
  if (standing.why !== null) return { decidesFor: null, isAlone: false };
  const { for: delegator, waived } = standing;
  return {
    decidesFor: delegator === null ? null : { id: delegator.id, name: delegator.name },
    isAlone: waived !== null || isQuorumWaived,
  };
}

function stateOfStage({ stage, state }: store.ApprovalRecord, at: number): CardStage["state"] {
  if (at < stage) return "passed";
  if (at > stage) return "later";
  return isOpen(state) ? "open" : state === "approved" || state === "revoked" ? "passed" : "ended";
}

type Lineage = { readonly initiator: string | null; readonly owner: string | null };

/** Whom separation of duties keeps from deciding: those of the time of asking, and who owns the agent now. */
function barredFrom(excluded: store.ApprovalRecord["excluded"], { initiator, owner }: Lineage): ReadonlyMap<string, readonly Exclusion[]> {
  const barred = new Map(Object.entries(excluded).map(([id, why]) => [id, [why]]));
  // The record keeps one reason a person; someone may have two.
  const add = (id: string | null, why: Exclusion) => {
    if (id !== null) barred.set(id, [...new Set([...(barred.get(id) ?? []), why])]);
  };
  add(initiator, "initiator");
  add(owner, "owner");
  return barred;
}

const can = (block: Block | null): Can => (block === null ? { allowed: true, reason: null } : { allowed: false, reason: block });

const toDecided = (record: store.ApprovalRecord, names: Names): ApprovalCard["decided"] =>
  record.decidedAt === null
    ? null
    : {
        by: record.decidedById === null ? null : personRef(record.decidedById, names),
        at: record.decidedAt.toISOString(),
        verdict: record.state,
        reason: record.decisionReason,
      };

function toCardAction(action: ActionDetail, tool: ToolFacts | null, names: Names): CardAction {
  const { evaluation } = action.record;
  const { id: runId, ...run } = action.run;
  return {
    id: action.id,
    state: action.state,
    cause: action.cause,
    reason: action.reason,
    toolName: action.toolName,
    toolVersion: action.toolVersion,
    toolDescription: tool?.description ?? null,
    toolSchema: (tool?.argsSchema ?? null) as Json,
    sideEffect: action.sideEffect,
    resource: action.resource,
    args: action.args as Json,
    redacted: action.hiddenArgs,
    hiddenBecause: action.hiddenBecause,
    canReveal: action.canReveal,
    digest: action.digest,
    impact: readImpact(action.impact),
    reasoning: untrusted(action.reasoning),
    run: runId === null ? null : { id: runId, ...run },
    initiator: {
      type: action.initiator.type,
      id: action.initiator.id,
      person: action.initiator.personId === null ? null : personRef(action.initiator.personId, names),
    },
    rule: action.rule === null ? null : { ...action.rule, name: evaluation?.rule?.name ?? null },
    policyVersion: action.policyVersion,
    policyReason: evaluation?.reason ?? action.reason,
    tried: (evaluation?.tried ?? []).map(({ ruleId, version, effect, matched, failed, error }) => ({
      ruleId,
      version,
      effect,
      matched,
      failed: failed ?? null,
      error: error ?? null,
    })),
    createdAt: action.createdAt,
    allowedUntil: action.allowedUntil,
    consumedAt: action.consumedAt,
    receivedAt: action.receivedAt,
    receipt: action.receipt,
    flag: action.flag,
  };
}

function untrusted(text: string | null): UntrustedText | null {
  if (text === null) return null;
  const clean = cleanText(text);
  return { text: clean.text, removedCharacters: clean.removed };
}
