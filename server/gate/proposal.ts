import { digestOf, type NewAction as KeptAction } from "@/server/actions/lifecycle";
import type { KeptRecord, Proposal } from "@/server/actions/schema";
import { askBudgets, type BudgetReading, type BudgetVerdict } from "@/server/budgets/gate";
import type { GateAgent, GateTool } from "@/server/fleet/schema";
import { describeCall } from "@/server/fleet/service";
import { type CoveredCall, coveringGrant, type LiveGrant, printsOf, reasonOf } from "@/server/grants/service";
import type { Evaluation, Facts, PolicySet } from "@/server/policies/schema";
import { evaluate, factsOf, keepEvaluation } from "@/server/policies/service";
import type { Question, Verdict } from "./core/check";
import { allowedUntil, decide, FIRST_STATES } from "./core/decide";

/** A call as it reached the gate: who asked, under which key, and when. */
export type Call = {
  readonly proposal: Proposal;
  /** The arguments in canonical form, as they are kept and digested. */
  readonly canonicalArgs: string;
  /** The digest of what the call binds. */
  readonly digest: string;
  readonly apiKeyId: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly now: Date;
  readonly zone: string;
  /** Who is told once people have decided. */
  readonly callbackEndpointId: string | null;
};

/** What was read under the agent's lock. */
export type Readings = {
  readonly known: { readonly id: string; readonly requestHash: string } | null;
  readonly agent: GateAgent | null;
  readonly tool: GateTool | null;
  readonly isGranted: boolean;
  readonly policy: PolicySet;
  /** What is live for calls of this tool by this agent. */
  readonly grants: readonly LiveGrant[];
  /** What to tell a run that repeats itself beyond its limit. */
  readonly loop: string | null;
  /** How budgets stand; null where they were asked before. */
  readonly budgets: BudgetReading | null;
  /** The person that the initiator's e-mail address belongs to. */
  readonly initiatorPersonId: string | null;
};

export type Decided = {
  readonly verdict: Verdict;
  readonly check: string;
  readonly facts: Facts;
  /** Null when a check before policy answered. */
  readonly evaluation: Evaluation | null;
  /** The standing grant that allowed it; null when something else decided. */
  readonly grant: LiveGrant | null;
  /** What a budget said to it, where that is what stands. */
  readonly budget: BudgetVerdict | null;
};

export const isDenied = ({ verdict }: Decided): boolean => verdict.kind === "decided" && verdict.effect === "deny";

/** The call as standing grants look at it. */
function coveredBy({ proposal, digest, now }: Call, readings: Readings, ruleAuthorId: string | null): LiveGrant | null {
  const prints = readings.grants.length === 0 ? null : printsOf(readings);
  if (prints === null) return null;
  const { args, resource = null, impact, run } = proposal;
  const amount = impact?.amountMicroUsd;
  const call: CoveredCall = {
    ...prints,
    digest,
    args,
    resource,
    runId: run?.id ?? null,
    amountMicroUsd: amount ? BigInt(amount) : null,
    lineage: [readings.initiatorPersonId, readings.agent?.ownerId ?? null, ruleAuthorId],
  };
  return coveringGrant(readings.grants, call, now);
}

/** Puts the call before the checks. Pure: everything it looks at was read before. */
export function decideCall(call: Call, readings: Readings): Decided {
  const { proposal, requestHash, now, zone } = call;
  const { known, agent, tool, isGranted, loop, policy, budgets } = readings;
  const facts = factsOf(
    { agentName: proposal.agent, agent, toolName: proposal.tool, toolVersion: proposal.toolVersion ?? null, tool, isGranted },
    {
      args: proposal.args,
      resource: proposal.resource ?? null,
      impact: proposal.impact ?? null,
      run: proposal.run ?? null,
      initiator: proposal.initiator,
    },
    now,
    zone,
  );
  let evaluation: Evaluation | null = null;
  let grant: LiveGrant | null = null;
  const askPolicy: Question["askPolicy"] = () => {
    evaluation = evaluate(policy, facts);
    return evaluation;
  };
  const askGrants: Question["askGrants"] = () => {
    grant = coveredBy(call, readings, evaluation?.rule?.authorId ?? null);
    return grant === null ? null : reasonOf(grant);
  };
  const budget = budgets === null ? null : askBudgets(budgets, agent?.teamId ?? null);
  const { check, verdict } = decide({ requestHash, known, agent, tool, loop, budget, askPolicy, askGrants });
  const isOfBudget = verdict.kind === "decided" && verdict.cause === "budget";
  return { check, verdict, facts, evaluation, grant: isOfBudget ? null : grant, budget: isOfBudget ? budget : null };
}

const E_MAIL = /^[^\s@]+@[^\s@]+$/;

const orNull = <T>(value: T | null | undefined): T | null => value ?? null;

/** What the agent said of the call, with null for what it left out. */
function saidBy({ agent, tool, initiator, run, ...proposal }: Proposal) {
  return {
    agentName: agent,
    toolName: tool,
    toolVersion: orNull(proposal.toolVersion),
    resource: orNull(proposal.resource),
    reasoning: orNull(proposal.reasoning),
    impact: orNull(proposal.impact),
    runId: orNull(run?.id),
    taskClass: orNull(run?.taskClass),
    traceId: orNull(run?.traceId),
    spanId: orNull(run?.spanId),
    initiatorType: initiator.type,
    initiatorId: initiator.id,
  };
}

const ruleOf = (evaluation: Evaluation | null) => ({
  ruleId: orNull(evaluation?.rule?.id),
  ruleVersion: orNull(evaluation?.rule?.version),
});

/** The action to keep for a call that was decided. */
export function toAction(id: string, call: Call, { agent, tool, policy, initiatorPersonId }: Readings, decided: Decided) {
  const { proposal, now } = call;
  const { verdict, evaluation, facts, check } = decided;
  if (verdict.kind !== "decided") throw new Error("only a decided call becomes an action");
  const said = saidBy(proposal);
  const { toolName, resource } = said;
  const { args } = proposal;
  const state = FIRST_STATES[verdict.effect];
  // The arguments stand beside the facts, so the facts are kept without them.
  const known = { registeredToolVersion: orNull(tool?.version), sensitiveArgs: orNull(tool?.sensitiveArgs) };
  const kept = evaluation && keepEvaluation(evaluation);
  const byGrant = decided.grant === null ? {} : { grantId: decided.grant.id };
  const record: KeptRecord = { facts: { ...facts, args: {} }, evaluation: kept, check, ...known, ...byGrant };
  return {
    ...said,
    id,
    apiKeyId: call.apiKeyId,
    idempotencyKey: call.idempotencyKey,
    requestHash: call.requestHash,
    initiatorPersonId,
    agentId: orNull(agent?.id),
    teamId: orNull(agent?.teamId),
    riskTier: facts.agent.riskTier,
    sideEffect: facts.tool.sideEffect,
    args: call.canonicalArgs,
    digest: call.digest,
    summary: describeCall(tool ?? { name: toolName, summary: null, sensitiveArgs: [] }, args, resource),
    state,
    cause: verdict.cause,
    reason: verdict.reason,
    retry: verdict.retry,
    ...ruleOf(evaluation),
    policyVersion: policy.version,
    evaluation: record,
    obligations: evaluation?.obligations ?? [],
    createdAt: now,
    decidedAt: state === "awaiting" ? null : now,
    callbackEndpointId: call.callbackEndpointId,
    allowedUntil: state === "allowed" ? allowedUntil(evaluation?.allowanceMinutes ?? null, now) : null,
  } satisfies KeptAction;
}

export type NewAction = ReturnType<typeof toAction>;

/** The digest of what a call binds. */
export const digestOfCall = ({ agent, tool, toolVersion = null, resource = null, args }: Proposal): string =>
  digestOf({ agent, tool, toolVersion, resource, args });

/** Whoever claims an e-mail address may be a person, whatever word the agent has for its kind. */
export function emailOf({ id }: Proposal["initiator"]): string | null {
  const address = id.trim().toLowerCase();
  return E_MAIL.test(address) ? address : null;
}
