import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import { action, ago, next } from "./rows";

const MINUTE = 1 / 1440;
/** On-call schedules take ids of the right form alone. */
export const OPERATOR = `per_${"0".repeat(25)}1`;

export const person = (id: string, roles: readonly string[], over: Partial<Prisma.PersonUncheckedCreateInput> = {}) =>
  prisma().person.create({
    data: { id, email: `${id}@reeve.demo`, name: id, roles: [...roles], createdAt: ago(300), updatedAt: ago(300), ...over },
  });

/** A step in an agent's life, some days ago. */
export const change = (agentId: string, revision: number, toState: string, days: number) =>
  prisma().agentStateChange.create({ data: { agentId, revision, fromState: null, toState, actorType: "system", at: ago(days) } });

export const key = (id: string, agentName: string | null, days: number) =>
  prisma().apiKey.create({
    data: { id, name: id, keyHash: id, hint: "abcd", scopes: ["actions:write"], agentName, createdAt: ago(days) },
  });

export const tool = (name: string, sideEffect: string) => {
  const id = `tol_${name}`;
  return prisma().tool.create({
    data: { id, name, version: "1", description: "A tool.", sideEffect, sensitiveArgs: [], createdAt: ago(300), updatedAt: ago(300) },
  });
};

export const grant = (agentId: string, toolName: string, days = 200) =>
  prisma().agentTool.create({ data: { agentId, toolId: `tol_${toolName}`, grantedAt: ago(days) } });

type RuleOver = Readonly<Record<string, unknown>> & { readonly match?: Readonly<Record<string, readonly string[]>> };

/** A version of a rule, as its author wrote it. */
export function rule(ruleId: string, version: number, authorId: string, days: number, over: RuleOver = {}): Promise<unknown> {
  const match = { agents: [], tools: [], teams: [], sideEffects: [], riskTiers: [], environments: [], ...over.match };
  const definition = { id: ruleId, order: 1, name: ruleId, effect: "allow", when: null, reason: "So.", retry: null, approval: null };
  const rest = { allowanceMinutes: null, mode: "enforce" };
  const data = { ruleId, version, authorId, reason: "", createdAt: ago(days), definition: { ...definition, ...rest, ...over, match } };
  return prisma().ruleVersion.create({ data: data as Prisma.RuleVersionCreateInput });
}

/** What asks a group once. */
export const asks = (group: string) => {
  const stage = { name: "Approval", groups: [group], people: [], onCall: [], asksManager: false, quorum: 1, dueMinutes: null };
  return {
    effect: "require_approval",
    approval: { stages: [stage], dueMinutes: null, expiryMinutes: null, calendarId: null, chainId: null },
  };
};

export const policy = (version: number, publishedById: string, days: number, rules: readonly (readonly [string, number])[]) =>
  prisma().policyVersion.create({
    data: {
      version,
      publishedById,
      reason: "",
      publishedAt: ago(days),
      rules: rules.map(([ruleId, at], order) => ({ ruleId, version: at, order })),
    },
  });

/** An action that people were asked about, so many days ago: due after an hour. */
export async function request(
  days: number,
  over: Partial<Prisma.ApprovalUncheckedCreateInput> = {},
  call: Partial<Prisma.ActionUncheckedCreateInput> = {},
): Promise<{ readonly id: string; readonly actionId: string }> {
  const actionId = await action({
    riskTier: "high",
    resource: "crm:account/acme",
    impact: { amountMicroUsd: "0" },
    evaluation: { registeredToolVersion: "1" },
    cause: "human",
    createdAt: ago(days),
    consumedAt: ago(days - 40 * MINUTE),
    updatedAt: ago(days),
    ...call,
  });
  const id = `apr_${next()}`;
  const base = {
    id,
    actionId,
    agentName: "seller",
    toolName: "crm.write",
    riskTier: "high",
    title: id,
    state: "approved",
    change: "approved",
  };
  const times = { createdAt: ago(days), dueAt: ago(days - 60 * MINUTE), expiresAt: ago(days - 120 * MINUTE), urgencyAt: ago(days) };
  const decided = { decidedAt: ago(days - 30 * MINUTE), decidedById: "per_app1", updatedAt: ago(days), ruleId: "writes", ruleVersion: 1 };
  const asked = { groupIds: ["grp_finance"], excluded: { per_owner: "owner" } };
  await prisma().approval.create({ data: { ...base, ...times, ...decided, ...asked, ...over } });
  return { id, actionId };
}

const SIGNED = { kind: "passkey", countersignature: { signed: { actionDigest: "sha256:0" } } };

/** A vote that counted, signed with a passkey, half an hour after it was asked for. */
export const vote = (approvalId: string, days: number, over: Partial<Prisma.VoteUncheckedCreateInput> = {}) => {
  const id = `vot_${next()}`;
  const castAt = ago(days - 30 * MINUTE);
  const base = { id, approvalId, stage: 1, personId: "per_app1", verdict: "approve", castAt, effectiveAt: castAt, stepUp: SIGNED };
  return prisma().vote.create({ data: { ...base, ...over, outcome: { create: { outcome: "effective", at: castAt } } } });
};

/** Two people's verdicts on a dimension: one from outside, one who owns an agent. */
export const round = (subject: string, days: number, verdicts: readonly [number, number]) => {
  const id = `rnd_${next()}`;
  const said = { at: ago(days), rationale: "So." };
  const assessments = verdicts.map((verdict, i) => ({ ...said, place: i + 1, authorId: i === 0 ? "per_app1" : "per_owner", verdict }));
  return prisma().maturityRound.create({
    data: { id, subject, openedAt: ago(days), completedAt: ago(days), assessments: { create: assessments } },
  });
};

export const standing = (id: string, days: number, usedDays: number | null) =>
  prisma()
    .standingGrant.create({
      data: {
        ...{ id, state: "live", agentName: "seller", toolName: "crm.write", agentPrint: "a", toolPrint: "t", scope: {}, reason: "Often." },
        ...{ endsAt: ago(days - 1), authorId: "per_app1", approvalId: "apr", actionId: "act", voteId: id, groupIds: [] },
        ...{ createdAt: ago(days), liveAt: ago(days) },
      },
    })
    .then(() =>
      usedDays === null
        ? null
        : prisma().grantUse.create({ data: { actionId: `use_${id}`, grantId: id, amountMicroUsd: 0n, at: ago(usedDays) } }),
    );
