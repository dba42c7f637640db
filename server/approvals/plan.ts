import { groupIdsByNames, managerIdOf } from "@/server/identity/service";
import { invariant, ok, type Result } from "@/server/kernel/result";
import { remembered } from "@/server/platform/remembered";
import type { ApprovalPlan } from "@/server/policies/schema";
import { deadlines, type RiskTier } from "./core/deadlines";
import type { PlannedStage } from "./core/stages";
import { openTimeOf } from "./open-time";
import { targetOf } from "./targets";

/** What a rule's plan comes to for one request: people by id, and moments. */
export type Planned = {
  readonly stages: readonly [PlannedStage, ...PlannedStage[]];
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly calendarId: string | null;
  readonly chainId: string | null;
};

const REMEMBERED_MS = 5_000;
const groupIdsOf = remembered(REMEMBERED_MS, (names) => groupIdsByNames(JSON.parse(names) as string[]));

type About = { readonly riskTier: RiskTier; readonly ownerId: string | null };

/** Resolves a rule's plan; refused when it asks a group that is gone. What the rule leaves open follows the target of the risk tier. */
export async function planRequest(plan: ApprovalPlan, { riskTier, ownerId }: About, now: Date): Promise<Result<Planned>> {
  const target = await targetOf(riskTier);
  const dueMinutes = plan.dueMinutes ?? target.dueMinutes;
  const managerIds = plan.stages.some((stage) => stage.asksManager) ? await managersOf(ownerId) : [];
  const stages: PlannedStage[] = [];
  for (const stage of plan.stages) {
    const groupIds = await groupIdsOf(JSON.stringify(stage.groups));
    if (!groupIds.ok) return groupIds;
    stages.push(toStage(stage, { groupIds: groupIds.value, managerIds, dueMinutes }));
  }
  const [first, ...rest] = stages;
  invariant(first !== undefined, "a plan has no stage");
  const calendarId = plan.calendarId ?? target.calendarId;
  const { add } = await openTimeOf(calendarId);
  const ends = deadlines({ dueMinutes: first.dueMinutes, expiryMinutes: plan.expiryMinutes ?? target.expiryMinutes }, now, add);
  return ok({ stages: [first, ...rest], ...ends, calendarId, chainId: plan.chainId ?? target.chainId });
}

type Resolved = { readonly groupIds: readonly string[]; readonly managerIds: readonly string[]; readonly dueMinutes: number };

function toStage(stage: ApprovalPlan["stages"][number], { groupIds, managerIds, dueMinutes }: Resolved): PlannedStage {
  const { name, onCall: onCallIds, quorum, asksManager, people } = stage;
  const personIds = asksManager ? [...new Set([...people, ...managerIds])] : people;
  return { name, groupIds, personIds, onCallIds, quorum, dueMinutes: stage.dueMinutes ?? dueMinutes };
}

async function managersOf(ownerId: string | null): Promise<string[]> {
  const managerId = ownerId === null ? null : await managerIdOf(ownerId);
  return managerId === null ? [] : [managerId];
}
