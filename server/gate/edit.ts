import { editArgs } from "@/server/actions/edits";
import * as actions from "@/server/actions/lifecycle";
import type { Proposal } from "@/server/actions/schema";
import { actionsById } from "@/server/actions/service";
import { checkAsked } from "@/server/approvals/asked-in-return";
import { type Voter, voterOf } from "@/server/approvals/decisions";
import * as approvals from "@/server/approvals/edits";
import { namesLookAlike } from "@/server/approvals/look-alikes";
import { planRequest } from "@/server/approvals/plan";
import type { EditAnswer } from "@/server/approvals/schema";
import { askFor, lookAt, type Subject, takeStepUp } from "@/server/approvals/step-up";
import type { StepUpQuestion } from "@/server/approvals/step-up-schema";
import { checkArgs } from "@/server/fleet/args-schema";
import { lockAgent, readForGate } from "@/server/fleet/service";
import { organisation } from "@/server/identity/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { parseStrictJson } from "@/server/kernel/strict-json";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { policyInForce } from "@/server/policies/service";
import type { AskEditStepUpInput, CheckEditInput, EditForecast, EditInput } from "./edit-schema";
import { type Call, type Decided, decideCall, digestOfCall, type NewAction, type Readings, toAction } from "./proposal";

const MAX_ARGS_BYTES = 256 * 1024;
const MAX_DEPTH = 64;

type Args = Readonly<Record<string, unknown>>;

/**
 * Replaces the arguments of an action that waits, and approves what came of it, in one transaction under the agent's
 * shared lock and that of the request. Who may approve may edit. The edited call is decided again: what policy denies is
 * refused in place and nothing changes; where the same chain applies it goes on with the editor's vote, earlier votes
 * void; where another does, it begins.
 *
 * The edit holds at once, the vote after the editor's undo window. Taking the vote back leaves the edit: others may have
 * seen and voted on the edited call by then, and arguments that changed back under their eyes would be an edit that
 * policy never decided. Going back is one more edit. So whatever runs was on the screens of those who approved it.
 */
export async function editAndApprove(actor: PersonActor, input: EditInput): Promise<Result<EditAnswer>> {
  const [voter, found, zone, offered] = await Promise.all([
    voterOf(actor),
    approvals.requestToEdit(input.approvalId),
    zoneOf(),
    lookAt(actor, input.stepUp),
  ]);
  if (found === null) return refuse("not_found", "There is no such request.");
  if (!offered.ok) return offered;
  const args = readArgs(input.args);
  if (!args.ok) return args;
  const now = clock.now();
  const effectiveAt = new Date(now.getTime() + voter.undoSeconds * 1_000);
  return inTransaction(async (tx) => {
    await lockAgent(tx, found.agentName, "shared");
    const held = await approvals.holdForEdit(tx, voter, input, now);
    if (!held.ok) return held;
    const draft = await decideAgain(tx, held.value, args.value, { now, zone });
    if (!draft.ok) return draft;
    const asked = await checkAsked(input.obligations ?? [], args.value, [], now);
    if (!asked.ok) return asked;
    const subject = subjectOf(voter, held.value, draft.value, asked.value);
    const stepUp = subject === null ? ok(null) : await takeStepUp(tx, actor, subject, offered.value, now);
    if (!stepUp.ok) return stepUp;
    const edit = { record: held.value, draft: draft.value, reason: input.reason, obligations: asked.value, stepUp: stepUp.value };
    return keep(tx, voter, edit, { now, effectiveAt });
  });
}

/** What the editor's vote would be about, edited arguments and all; null when they would have none. */
function subjectOf(
  voter: Voter,
  record: approvals.HeldRequest,
  draft: Draft,
  obligations: approvals.Edited["obligations"],
): Subject | null {
  const stage = approvals.stageOfVote(voter, record, draft.plan);
  const { id: approvalId, riskTier } = record;
  return stage === null ? null : { approvalId, riskTier, stage, verdict: "approve", actionDigest: draft.edited.digest, obligations };
}

/** What an edit with its approval takes besides, and what is to be signed for it; refused as the edit itself would be. */
export async function askEditStepUp(actor: PersonActor, input: AskEditStepUpInput): Promise<Result<StepUpQuestion>> {
  const looked = await lookAhead(actor, input);
  if (!looked.ok) return looked;
  const { voter, found, draft, args, now } = looked.value;
  const asked = await checkAsked(input.obligations ?? [], args, [], now);
  if (!asked.ok) return asked;
  const subject = subjectOf(voter, found, draft, asked.value);
  return subject === null ? ok({ kind: "none" }) : askFor(actor, subject);
}

/** What would become of an edit: the same refusals, and else what policy says and whom it would go to. Changes nothing. */
export async function checkEdit(actor: PersonActor, input: CheckEditInput): Promise<Result<EditForecast>> {
  const looked = await lookAhead(actor, input);
  return looked.ok ? ok(forecast(looked.value.voter, looked.value.found, looked.value.draft)) : looked;
}

type Ahead = {
  readonly voter: Voter;
  readonly found: approvals.HeldRequest;
  readonly draft: Draft;
  readonly args: Args;
  readonly now: Date;
};

/** Decides an edit as if it were made, and holds nothing. */
async function lookAhead(actor: PersonActor, input: CheckEditInput): Promise<Result<Ahead>> {
  const [voter, found, zone] = await Promise.all([voterOf(actor), approvals.requestToEdit(input.approvalId), zoneOf()]);
  if (found === null) return refuse("not_found", "There is no such request.");
  const now = clock.now();
  const may = await approvals.mayDecide(found, voter.decider, { revision: input.revision, reason: "" }, now);
  if (!may.ok) return may;
  const args = readArgs(input.args);
  if (!args.ok) return args;
  const draft = await inTransaction((tx) => decideAgain(tx, found, args.value, { now, zone }));
  return draft.ok ? ok({ voter, found, draft: draft.value, args: args.value, now }) : draft;
}

const zoneOf = async () => (await organisation()).timeZone;

/** Reads what was typed as strictly as what agents send. */
function readArgs(text: string): Result<Args> {
  const parsed = parseStrictJson(text, MAX_DEPTH);
  if (!parsed.ok) return unfit([{ path: ["args", parsed.error.path].filter(Boolean).join("."), message: parsed.error.message }]);
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return unfit([{ path: "args", message: "must be an object" }]);
  if (Buffer.byteLength(actions.canonicalArgs(value as Args)) > MAX_ARGS_BYTES) {
    return refuse("too_large", "The arguments may have at most 256 KiB.");
  }
  return ok(value as Args);
}

const unfit = (errors: readonly { readonly path: string; readonly message: string }[]) =>
  refuse("invalid_request", `The arguments do not fit the tool: ${errors[0]?.path} ${errors[0]?.message}.`, { errors });

type Draft = {
  readonly action: actions.StoredAction;
  readonly args: Args;
  readonly edited: NewAction;
  readonly decided: Decided & { readonly evaluation: NonNullable<Decided["evaluation"]> };
  /** The chain that begins; null when the one of the request goes on. */
  readonly plan: approvals.Edited["plan"];
};

type At = { readonly now: Date; readonly zone: string };

/** Puts the edited call before the gate, as if its agent had proposed it so; refused where it does not fit or is denied. */
async function decideAgain(tx: PrismaTx, record: approvals.HeldRequest, args: Args, { now, zone }: At): Promise<Result<Draft>> {
  const [[action], registry, policy] = await Promise.all([
    actionsById([record.actionId]),
    readForGate(tx, record.agentName, record.toolName),
    policyInForce(),
  ]);
  invariant(action, "a request asks about an action that is not there");
  const canonicalArgs = actions.canonicalArgs(args);
  if (canonicalArgs === action.args) {
    return refuse("invalid_request", "Nothing is changed: approve it as it is.", { errors: [{ path: "args", message: "are unchanged" }] });
  }
  const misfits = registry.tool === null ? [] : checkArgs(registry.tool, args);
  if (misfits.length > 0) return unfit(misfits);
  const { apiKeyId, idempotencyKey, requestHash, initiatorPersonId } = action;
  const { callbackEndpointId } = action;
  const proposal = proposalOf(action, args);
  const call: Call = {
    ...{ proposal, canonicalArgs, digest: digestOfCall(proposal), apiKeyId, idempotencyKey, requestHash, callbackEndpointId },
    ...{ now, zone },
  };
  // A standing grant is for what agents propose: what a person edits, people decide. Its budgets were asked when it came.
  const readings: Readings = { ...registry, policy, known: null, grants: [], loop: null, budgets: null, initiatorPersonId };
  const decided = decideCall(call, readings);
  const { verdict, evaluation } = decided;
  invariant(verdict.kind === "decided", "an edited call was taken for a replay");
  if (verdict.effect === "deny" || evaluation === null) return refuse("not_allowed", verdict.reason);
  const plan = await planOf(
    action,
    record,
    evaluation,
    { riskTier: decided.facts.agent.riskTier, ownerId: registry.agent?.ownerId ?? null },
    now,
  );
  if (!plan.ok) return plan;
  const edited = toAction(action.id, call, readings, decided);
  return ok({ action, args, edited, decided: { ...decided, evaluation }, plan: plan.value });
}

function proposalOf(action: actions.StoredAction, args: Args): Proposal {
  const { runId, taskClass, traceId, spanId } = action;
  return {
    agent: action.agentName,
    tool: action.toolName,
    toolVersion: action.toolVersion,
    args: { ...args },
    resource: action.resource,
    reasoning: action.reasoning,
    impact: action.impact as Proposal["impact"],
    run: runId === null ? null : { id: runId, taskClass, traceId, spanId },
    initiator: { type: action.initiatorType, id: action.initiatorId } as Proposal["initiator"],
    waitMs: 0,
    callbackUrl: null,
    dryRun: false,
  };
}

type About = Parameters<typeof planRequest>[1];

/** The chain that another rule asks for; null where the request's own goes on: policy would allow the call, or asks the same people. */
async function planOf(
  action: actions.StoredAction,
  record: approvals.HeldRequest,
  { approval, rule }: Draft["decided"]["evaluation"],
  about: About,
  now: Date,
): Promise<Result<Draft["plan"]>> {
  if (approval === null || (rule?.id === action.ruleId && rule?.version === action.ruleVersion)) return ok(null);
  if (rule === null && action.ruleId === null) return ok(null);
  const planned = await planRequest(approval, about, now);
  if (!planned.ok) return planned;
  return ok(approvals.asksTheSame(record, planned.value) ? null : { ...planned.value, authorId: rule?.authorId ?? null });
}

type Edit = {
  readonly record: approvals.HeldRequest;
  readonly draft: Draft;
  readonly reason: string;
  readonly obligations: approvals.Edited["obligations"];
  readonly stepUp: approvals.Edited["stepUp"];
};

/** Writes it all: the arguments and their digest, the request as it is asked now, and the editor's vote. */
async function keep(
  tx: PrismaTx,
  voter: Voter,
  { record, draft, reason, obligations, stepUp }: Edit,
  moments: { readonly now: Date; readonly effectiveAt: Date },
): Promise<Result<EditAnswer>> {
  const { action, args, edited, decided, plan } = draft;
  const { ruleId, ruleVersion, policyVersion } = edited;
  const isAsked = decided.evaluation.effect === "require_approval";
  const replacement = {
    args,
    canonicalArgs: edited.args,
    summary: edited.summary,
    reason,
    onBehalfOfId: approvals.editsFor(voter, record),
    decided: edited.evaluation,
    policyVersion,
    asked: isAsked ? { ruleId, ruleVersion, policyVersion, reason: edited.reason, evaluation: edited.evaluation } : null,
    isRestarted: plan !== null,
  };
  const kept = await editArgs(tx, voter.actor, action, replacement, moments.now);
  if (!kept.ok) return kept;
  const hasLookAlike = await namesLookAlike(args, action.resource);
  const authority = isAsked ? { ruleId, ruleVersion } : null;
  const made = { title: edited.summary, hasLookAlike, reason, obligations, authority, plan, stepUp };
  return ok(await approvals.applyEdit(tx, voter, record, made, moments));
}

function forecast(voter: Voter, record: approvals.HeldRequest, { edited, decided: { evaluation }, plan }: Draft): EditForecast {
  const { effect, reason, rule } = evaluation;
  return {
    effect,
    reason,
    rule: rule === null ? null : { id: rule.id, name: rule.name },
    isRestarted: plan !== null,
    stages: (plan?.stages ?? record.stages).map(({ name, quorum }) => ({ name, quorum })),
    countsMyVote: approvals.stageOfVote(voter, record, plan) !== null,
    title: edited.summary,
  };
}
