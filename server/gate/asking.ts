import { namesLookAlike } from "@/server/approvals/look-alikes";
import { type Planned, planRequest } from "@/server/approvals/plan";
import { sendApproval } from "@/server/approvals/service";
import { listGroups } from "@/server/identity/service";
import type { PgTx } from "@/server/platform/tx";
import type { ApprovalPlan } from "@/server/policies/schema";
import type { Call, Decided, NewAction, Readings } from "./proposal";

// Whom the gate asks.

export type Plan = Planned & { readonly authorId: string | null; readonly hasLookAlike: boolean };

/** Whom the decision asks, and until when; a rule that asks groups which are gone becomes a denial. */
export async function planApproval(
  { proposal, now }: Call,
  decided: Decided,
  { agent }: Readings,
): Promise<{ plan: Plan | null; decided: Decided }> {
  const { evaluation, facts } = decided;
  const asked = decided.budget === null ? (evaluation?.approval ?? null) : await planOfBudget(decided.budget);
  if (asked === null || decided.grant !== null) return { plan: null, decided };
  const planned = await planRequest(asked, { riskTier: facts.agent.riskTier, ownerId: agent?.ownerId ?? null }, now);
  if (!planned.ok) return { plan: null, decided: withoutDeciders(decided) };
  const hasLookAlike = await namesLookAlike(proposal.args, proposal.resource ?? null);
  return { plan: { ...planned.value, authorId: evaluation?.rule?.authorId ?? null, hasLookAlike }, decided };
}

/** One of the groups that the threshold names decides; the rest is as for any call of its risk. */
async function planOfBudget(budget: NonNullable<Decided["budget"]>): Promise<ApprovalPlan | null> {
  if (budget.effect === "deny") return null;
  const known = new Map((await listGroups()).map(({ id, name }) => [id, name]));
  // A group that is gone stays among them: then nobody is asked, and the call is refused for that.
  const groups = budget.groupIds.map((id) => known.get(id) ?? id);
  const stage = { name: "Budget", groups, people: [], onCall: [], quorum: 1, dueMinutes: null, asksManager: false };
  return { stages: [stage], dueMinutes: null, expiryMinutes: null, calendarId: null, chainId: null };
}

/** A rule that asks groups which are gone would ask everyone, or nobody: neither is what its author meant. */
const withoutDeciders = (decided: Decided): Decided => ({
  ...decided,
  verdict: {
    kind: "decided",
    effect: "deny",
    cause: "unavailable",
    reason: "The rule asks a group of people that does not exist any more, so nobody can decide.",
    retry: "later",
  },
});

export function ask(tx: PgTx, action: NewAction, ownerId: string | null, { authorId, ...plan }: Plan, now: Date) {
  const { agentName, toolName, teamId, riskTier, initiatorPersonId, ruleId, ruleVersion, policyVersion } = action;
  const amount = action.impact?.amountMicroUsd;
  const amountMicroUsd = amount ? BigInt(amount) : null;
  const about = { actionId: action.id, agentName, toolName, teamId, riskTier, title: action.summary, amountMicroUsd };
  const authority = { ruleId, ruleVersion, policyVersion };
  return sendApproval(tx, { ...about, ...plan, ownerId, initiatorPersonId, ruleAuthorId: authorId, authority }, now);
}
