import { parseArgs, type StoredAction } from "./action";
import { redact } from "./redaction";
import { DECISION_OF } from "./states";

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** What people see of an action; `pointers` are the arguments to hide from this reader. */
export function toPeople(action: StoredAction, pointers: readonly string[]) {
  const { args, hidden } = redact(parseArgs(action), pointers);
  return {
    id: action.id,
    apiKeyId: action.apiKeyId,
    agentName: action.agentName,
    agentId: action.agentId,
    teamId: action.teamId,
    riskTier: action.riskTier,
    toolName: action.toolName,
    toolVersion: action.toolVersion,
    sideEffect: action.sideEffect,
    resource: action.resource,
    args,
    hiddenArgs: hidden,
    digest: action.digest,
    summary: action.summary,
    reasoning: action.reasoning,
    impact: action.impact,
    run: { id: action.runId, taskClass: action.taskClass, traceId: action.traceId, spanId: action.spanId },
    initiator: { type: action.initiatorType, id: action.initiatorId, personId: action.initiatorPersonId },
    state: action.state,
    decision: DECISION_OF[action.state],
    cause: action.cause,
    reason: action.reason,
    retry: action.retry,
    rule: action.ruleId !== null && action.ruleVersion !== null ? { id: action.ruleId, version: action.ruleVersion } : null,
    policyVersion: action.policyVersion,
    obligations: action.obligations,
    createdAt: action.createdAt.toISOString(),
    decidedAt: iso(action.decidedAt),
    allowedUntil: iso(action.allowedUntil),
    consumedAt: iso(action.consumedAt),
    leaseExpiresAt: iso(action.leaseExpiresAt),
    receivedAt: iso(action.receivedAt),
    flag: action.flag,
    updatedAt: action.updatedAt.toISOString(),
  };
}

type Position = { readonly at: Date; readonly id: string };

/** Where a page of the list ended, opaque to whoever hands it back. */
export const encodeCursor = ({ at, id }: Position): string => btoa(`${at.getTime()} ${id}`).replace(/=+$/, "");

/** The position of a cursor; null when it is none. */
export function decodeCursor(cursor: string): Position | null {
  if (!/^[A-Za-z0-9+/]+$/.test(cursor) || cursor.length % 4 === 1) return null;
  const [, ms, id] = /^(\d{1,15}) (act_[0-9a-z]{26})$/.exec(atob(cursor)) ?? [];
  return ms === undefined || id === undefined ? null : { at: new Date(Number(ms)), id };
}
