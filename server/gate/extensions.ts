import * as actions from "@/server/actions/lifecycle";
import { planRequest } from "@/server/approvals/plan";
import { openApproval } from "@/server/approvals/service";
import { EXTEND_TOOL, noteExtension, type PlannedExtension, planExtension } from "@/server/budgets/extending";
import type { ExtendBudgetInput } from "@/server/budgets/schema";
import { listGroups, organisation } from "@/server/identity/service";
import { ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { factsOf, policyInForce } from "@/server/policies/service";
import { digestOfCall, type NewAction, toAction } from "./proposal";

// More of a budget is asked for like anything else that people decide: by an action, whose request stands in the queue.
// The one who asks set it off, so that another has to decide. Once they approve, the votes add it in the same transaction.

/** Who asks in Reeve's own name. No API key has this id, so no agent can consume or withdraw the action. */
const REEVE = "reeve";
/** Later than this a decision may come, but nobody should wait for it. */
const DUE_MINUTES = 60;

async function toOwnAction(actor: PersonActor, planned: PlannedExtension, reason: string, now: Date): Promise<NewAction> {
  const [policy, { timeZone: zone }] = [await policyInForce(), await organisation()];
  const id = newId("action");
  const amount = planned.amountMicroUsd === null ? null : { amountMicroUsd: planned.amountMicroUsd.toString() };
  const initiator = { type: "user", id: actor.email };
  const proposal = {
    ...{ agent: REEVE, tool: EXTEND_TOOL, args: { ...planned.args }, resource: `reeve:budget/${planned.budgetId}` },
    ...{ reasoning: reason, impact: amount, initiator, waitMs: 0, dryRun: false },
  };
  const parties = { agentName: REEVE, agent: null, toolName: EXTEND_TOOL, toolVersion: null, tool: null, isGranted: false };
  const facts = factsOf(parties, { args: planned.args, resource: proposal.resource, impact: amount, run: null, initiator }, now, zone);
  const call = {
    ...{ proposal, canonicalArgs: actions.canonicalArgs(planned.args), digest: digestOfCall(proposal), apiKeyId: REEVE },
    ...{ idempotencyKey: id, requestHash: actions.hashRequest(proposal), now, zone, callbackEndpointId: null },
  };
  const words = "A person asks for more of a budget; another decides.";
  const verdict = { kind: "decided", effect: "require_approval", cause: "budget", reason: words, retry: "later" } as const;
  const readings = { known: null, agent: null, tool: null, isGranted: false, policy, grants: [], loop: null, budgets: null };
  const decided = { verdict, check: "budget", facts, evaluation: null, grant: null, budget: null };
  const action = toAction(id, call, { ...readings, initiatorPersonId: actor.id }, decided);
  return { ...action, summary: planned.title, teamId: planned.teamId, riskTier: "medium", sideEffect: "reversible" };
}

const earlier = (a: Date, b: Date): Date => new Date(Math.min(a.getTime(), b.getTime()));

/** Asks for more of a budget until its window ends. */
export async function askExtension(actor: PersonActor, input: ExtendBudgetInput): Promise<Result<{ approvalId: string }>> {
  const now = clock.now();
  const planned = await planExtension(actor, input, now);
  if (!planned.ok) return planned;
  const { groupIds, until, title, teamId, amountMicroUsd } = planned.value;
  const groups = (await listGroups()).filter(({ id }) => groupIds.includes(id)).map(({ name }) => name);
  const stage = { name: "Budget", groups, people: [], onCall: [], quorum: 1, dueMinutes: DUE_MINUTES, asksManager: false };
  const asked = { stages: [stage], dueMinutes: DUE_MINUTES, expiryMinutes: null, calendarId: null, chainId: null };
  const plan = await planRequest(asked, { riskTier: "medium", ownerId: null }, now);
  if (!plan.ok) return plan;
  const action = await toOwnAction(actor, planned.value, input.reason, now);
  // With the window ends what was asked for.
  const expiresAt = earlier(plan.value.expiresAt, until);
  const dueAt = earlier(plan.value.dueAt, expiresAt);
  return inTransaction(async (tx) => {
    await actions.insertAction(tx, action);
    const about = {
      actionId: action.id,
      agentName: REEVE,
      toolName: EXTEND_TOOL,
      teamId,
      riskTier: "medium" as const,
      title,
      amountMicroUsd,
    };
    const people = { ownerId: null, initiatorPersonId: actor.id, ruleAuthorId: null };
    const authority = { ruleId: null, ruleVersion: null, policyVersion: action.policyVersion };
    const { id: approvalId } = await openApproval(tx, { ...plan.value, ...about, ...people, authority, dueAt, expiresAt }, now);
    await noteExtension(tx, actor, { planned: planned.value, actionId: action.id, approvalId, reason: input.reason }, now);
    return ok({ approvalId });
  });
}
