/** What an action may be (approvals.md: two machines). `proposed` is the moment before the gate's first answer and is never stored. */
export const ACTION_STATES = [
  "denied",
  "awaiting",
  "allowed",
  "executing",
  "succeeded",
  "failed",
  "compensated",
  "unknown_outcome",
  "revoked",
] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export const DECISIONS = ["allow", "deny", "pending"] as const;
export type Decision = (typeof DECISIONS)[number];

export const CAUSES = [
  "policy",
  "human",
  "grant",
  "autonomy",
  "timeout",
  "budget",
  "loop",
  "breaker",
  "killed",
  "cancelled",
  "unregistered",
  "unavailable",
] as const;
export type Cause = (typeof CAUSES)[number];

export const RETRIES = ["never", "after_change", "later"] as const;
export type Retry = (typeof RETRIES)[number];

/** What a receipt may report. */
export const OUTCOMES = ["succeeded", "failed", "compensated"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What needs a person's look until incidents exist. */
export const FLAGS = ["digest_mismatch", "unknown_outcome"] as const;
export type Flag = (typeof FLAGS)[number];

export const ACTION_COMMANDS = ["allow", "deny", "consume", "revoke", "lapse", "succeed", "fail", "compensate"] as const;
export type ActionCommand = (typeof ACTION_COMMANDS)[number];

/**
 * The life of an action. A receipt that comes after the lease lapsed still ends the story: what happened is better
 * known late than never.
 */
export const TRANSITIONS = {
  awaiting: { allow: "allowed", deny: "denied" },
  allowed: { consume: "executing", revoke: "revoked" },
  executing: { succeed: "succeeded", fail: "failed", compensate: "compensated", lapse: "unknown_outcome" },
  unknown_outcome: { succeed: "succeeded", fail: "failed", compensate: "compensated" },
  denied: {},
  succeeded: {},
  failed: {},
  compensated: {},
  revoked: {},
} as const satisfies Record<ActionState, Partial<Record<ActionCommand, ActionState>>>;

/** The states from which `command` leads somewhere: what stands in the `where` of its statement. */
export const statesBefore = (command: ActionCommand): readonly ActionState[] =>
  ACTION_STATES.filter((state) => command in TRANSITIONS[state]);

/** The state that `command` leads to from `state`, or null where it leads nowhere. */
export function nextState(state: ActionState, command: ActionCommand): ActionState | null {
  const row: Partial<Record<ActionCommand, ActionState>> = TRANSITIONS[state];
  return row[command] ?? null;
}

/** What the gate answers for an action in this state (approvals.md: the table of states). */
export const DECISION_OF = {
  awaiting: "pending",
  denied: "deny",
  revoked: "deny",
  allowed: "allow",
  executing: "allow",
  succeeded: "allow",
  failed: "allow",
  compensated: "allow",
  unknown_outcome: "allow",
} as const satisfies Record<ActionState, Decision>;
