import * as audit from "@/server/audit/service";
import { chainExists } from "@/server/escalation/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, hasRole, type PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { calendarExists } from "@/server/schedules/service";
import { access } from "./access";
import { DEFAULT_TARGETS } from "./core/targets";
import type { SlaTarget, TargetInput } from "./escalation-schema";
import * as store from "./target-store";

const RISK_TIERS = ["low", "medium", "high"] as const;
const canEdit = (actor: Actor): boolean => hasRole(actor, "operator", "admin");

/** How fast requests of each risk tier are to be decided, where their rule does not say. */
export async function listTargets(actor: PersonActor) {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const rows = await store.listTargetRows();
  const targets = RISK_TIERS.map((riskTier): SlaTarget => {
    const row = rows.find((each) => each.riskTier === riskTier);
    if (row === undefined) return { riskTier, revision: 0, isDefault: true, ...DEFAULT_TARGETS[riskTier] };
    const { revision, dueMinutes, expiryMinutes, calendarId, chainId } = row;
    return { riskTier, revision, isDefault: false, dueMinutes, expiryMinutes, calendarId, chainId };
  });
  return ok({ can: { edit: canEdit(actor) }, targets });
}

/** Sets the target of a risk tier. Requests that wait keep their deadlines; new ones follow it within seconds. */
export async function setTarget(actor: PersonActor, input: TargetInput): Promise<Result<{ revision: number }>> {
  if (!canEdit(actor)) return refuse("forbidden", "Only operators and administrators may set targets.");
  const { riskTier, revision, dueMinutes, expiryMinutes, calendarId, chainId } = input;
  if (calendarId !== null && !(await calendarExists([calendarId])).has(calendarId)) {
    return refuseAt("calendarId", "This calendar is archived. Choose another one.");
  }
  if (chainId !== null && !(await chainExists([chainId])).has(chainId)) {
    return refuseAt("chainId", "This chain is archived. Choose another one.");
  }
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ revision: number }>> => {
    if (!(await store.saveTarget(tx, input, now))) {
      return refuse("conflict", "Someone else changed this target meanwhile. Load the page again, then repeat your change.");
    }
    await audit.append(tx, {
      kind: "sla_target.changed",
      actor: audit.entryActor(actor),
      subject: { type: "sla_target", id: riskTier },
      occurredAt: now,
      data: { revision: revision + 1, dueMinutes, expiryMinutes, calendarId, chainId },
    });
    return ok({ revision: revision + 1 });
  });
}

const refuseAt = (path: string, message: string) => refuse("invalid_request", message, { errors: [{ path, message }] });
