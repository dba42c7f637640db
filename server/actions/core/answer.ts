import { parseArgs, type StoredAction } from "./action";
import { type Cause, DECISION_OF, type Decision } from "./states";

/** The approval request of an action, as far as the agent is told. */
export type AskedApproval = {
  readonly id: string;
  readonly state: string;
  readonly dueAt: Date;
  readonly expiresAt: Date;
};

/** How often a waiting agent should look again. */
export const POLL_AFTER_MS = 2_000;

/** The decision that an action's state stands for. */
export const decisionOf = (action: Pick<StoredAction, "state">): Decision => DECISION_OF[action.state];

/** The true cause: while people's decision is frozen by a kill, that is what the agent waits for. */
export const causeOf = (action: Pick<StoredAction, "state" | "cause">, approval: Pick<AskedApproval, "state"> | null): Cause =>
  action.state === "awaiting" && approval?.state === "frozen" ? "killed" : action.cause;

/** What of an action the answer is made of: a new one has it as well as a kept one. */
export type Answerable = Pick<
  StoredAction,
  | "id"
  | "state"
  | "cause"
  | "reason"
  | "retry"
  | "ruleId"
  | "ruleVersion"
  | "policyVersion"
  | "digest"
  | "args"
  | "obligations"
  | "agentName"
  | "toolName"
  | "createdAt"
>;

/** An action's current state as the contract words it. `baseUrl` is where people reach Reeve. */
export function toAnswer(action: Answerable, approval: AskedApproval | null, baseUrl: string) {
  const cause = causeOf(action, approval);
  const isFrozen = cause === "killed" && action.state === "awaiting";
  return {
    id: action.id,
    decision: decisionOf(action),
    cause,
    reason: isFrozen ? "The agent was stopped. The request waits until the agent is restored." : action.reason,
    rule: action.ruleId !== null && action.ruleVersion !== null ? { id: action.ruleId, version: action.ruleVersion } : null,
    policyVersion: action.policyVersion,
    retry: action.retry,
    actionDigest: action.digest,
    args: parseArgs(action),
    obligations: [...action.obligations],
    approval:
      approval === null
        ? null
        : {
            id: approval.id,
            url: `${baseUrl}/queue/${approval.id}`,
            state: approval.state,
            dueAt: approval.dueAt.toISOString(),
            expiresAt: approval.expiresAt.toISOString(),
            pollAfterMs: POLL_AFTER_MS,
          },
    agent: action.agentName,
    tool: action.toolName,
    state: action.state,
    createdAt: action.createdAt.toISOString(),
  };
}
