import type { StoredAction } from "./action";
import { DECISION_OF } from "./states";
import type { Veil } from "./veil";

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** What people see of an action: as much as `veil` lets this reader see. */
export function toPeople(action: StoredAction, veil: Veil) {
  const told = {
    resource: action.resource === null ? null : veil.text(action.resource),
    summary: veil.title(action.summary),
    reasoning: action.reasoning === null ? null : veil.text(action.reasoning),
    reason: veil.text(action.reason),
  };
  const isTextHidden = Object.entries(told).some(([name, text]) => text !== action[name as keyof typeof told]);
  return {
    ...told,
    args: veil.args,
    hiddenArgs: veil.hidden,
    hiddenBecause: veil.hidden.length > 0 || isTextHidden ? veil.because : null,
    id: action.id,
    apiKeyId: action.apiKeyId,
    agentName: action.agentName,
    agentId: action.agentId,
    teamId: action.teamId,
    riskTier: action.riskTier,
    toolName: action.toolName,
    toolVersion: action.toolVersion,
    sideEffect: action.sideEffect,
    digest: action.digest,
    impact: action.impact,
    run: { id: action.runId, taskClass: action.taskClass, traceId: action.traceId, spanId: action.spanId },
    initiator: { type: action.initiatorType, id: action.initiatorId, personId: action.initiatorPersonId },
    state: action.state,
    decision: DECISION_OF[action.state],
    cause: action.cause,
    retry: action.retry,
    rule: action.ruleId !== null && action.ruleVersion !== null ? { id: action.ruleId, version: action.ruleVersion } : null,
    policyVersion: action.policyVersion,
    obligations: action.obligations.filter((one) => !isAboutHidden(one, veil)),
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

/** Whether an obligation would tell something of an argument that is hidden. */
function isAboutHidden(obligation: unknown, { hidden }: Veil): boolean {
  const pointer = typeof obligation === "object" && obligation !== null && "pointer" in obligation ? String(obligation.pointer) : null;
  return pointer !== null && hidden.some((one) => `${pointer}/`.startsWith(`${one}/`));
}

const PARTS = ["output", "changes", "error"] as const;
type Part = (typeof PARTS)[number];

type Change = { readonly resource: string; readonly before?: unknown; readonly after?: unknown };
type Receipt = { readonly output?: unknown; readonly changes?: readonly Change[] | undefined; readonly error?: unknown };

/** What an agent reported, as much as `veil` lets this reader see; `hidden` names the parts of which they see nothing. */
export function receiptToPeople<R extends Receipt>(receipt: R, veil: Veil): R & { readonly hidden: readonly Part[] } {
  if (veil.because === null) return { ...receipt, hidden: [] };
  const shown = veilReceipt(receipt, veil);
  const hidden = PARTS.filter((part) => receipt[part] !== undefined && receipt[part] !== null && shown[part] === undefined);
  return { ...shown, hidden };
}

function veilReceipt<R extends Receipt>(receipt: R, veil: Veil): R {
  const { output, changes, error, ...rest } = receipt;
  const shown = {
    output: veil.result(output),
    changes: veil.result(changes) === undefined ? undefined : changes?.map((change) => veilChange(change, veil)),
    error: veil.result(error),
  };
  const parts = Object.fromEntries(PARTS.filter((part) => shown[part] !== undefined).map((part) => [part, shown[part]]));
  // A receipt that was refused before stands inside the one that was taken.
  const before = "refused" in rest && rest.refused !== null ? { refused: veilReceipt(rest.refused as Receipt, veil) } : {};
  return { ...(rest as R), ...parts, ...before };
}

/** Pointers lead from the top of what changed. */
const veilChange = (change: Change, veil: Veil): Change => ({
  resource: veil.text(change.resource),
  before: veil.result(change.before),
  after: veil.result(change.after),
});
