/** What the machine API of Reeve says and hears: the fields of `/api/v1/actions`, and nothing else. */

export type Decision = "allow" | "deny" | "pending";

/** Why it was decided so. Later versions of Reeve may know more. */
export type Cause =
  | "policy"
  | "human"
  | "grant"
  | "autonomy"
  | "timeout"
  | "budget"
  | "loop"
  | "breaker"
  | "killed"
  | "cancelled"
  | "unregistered"
  | "unavailable"
  | (string & {});

/** Whether the same or a changed proposal may fare better. */
export type Retry = "never" | "after_change" | "later";

export type Args = Record<string, unknown>;

/** What the call would do in the world, as far as the agent knows. */
export type Impact = {
  /** Integer micro-USD as a string of digits: $1.50 is "1500000". */
  readonly amountMicroUsd?: string | null;
  readonly records?: number | null;
  /** Whether someone outside the company notices. */
  readonly external?: boolean | null;
  readonly reversible?: boolean | null;
};

export type Run = {
  readonly id?: string | null;
  readonly taskClass?: string | null;
  readonly traceId?: string | null;
  readonly spanId?: string | null;
};

/** A budget that binds the agent. Amounts are in its unit, as strings of digits. */
export type Budget = {
  readonly id: string;
  readonly scope: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly measure: "money" | "tokens" | "steps" | "wall_time" | "repeats" | (string & {});
  readonly unit: string;
  readonly limit: string;
  readonly spent: string;
  /** Held for calls that are under way. */
  readonly reserved: string;
  /** What the agent can plan with. */
  readonly remaining: string;
  readonly window: { readonly kind: string; readonly from: string | null; readonly to: string | null };
  readonly state: "within" | "notified" | "asks" | "throttled" | "cut_off" | (string & {});
  readonly acts: "before_each_call" | "next_gate_call" | (string & {});
};

/** Who set the run off. A user is matched to a person by e-mail address. */
export type Initiator = { readonly type: string; readonly id: string };

/** One proposed call of a tool. */
export type Proposal = {
  readonly tool: string;
  readonly args: Args;
  readonly toolVersion?: string | null;
  readonly resource?: string | null;
  readonly reasoning?: string | null;
  readonly impact?: Impact | null;
  readonly run?: Run | null;
  readonly initiator?: Initiator;
  /** The most that the model calls around it may cost: budgets hold it until it is known what was used. */
  readonly worstCase?: { readonly costMicroUsd?: string | null; readonly tokens?: number | null } | null;
  /** Decides and stores nothing. */
  readonly dryRun?: boolean;
};

export type Approval = {
  readonly id: string;
  readonly url: string;
  readonly state: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  readonly pollAfterMs: number;
};

/** What an approver asked in return for the approval. `pointer` is a JSON pointer into the arguments, `until` a moment. */
export type Obligation =
  | { readonly kind: "cap_amount"; readonly pointer: string; readonly max: number }
  | { readonly kind: "only_recipient"; readonly pointer: string; readonly values: readonly string[] }
  | { readonly kind: "within"; readonly until: string }
  | { readonly kind: "notify"; readonly email: string }
  | { readonly kind: "dry_run_first" };

/** An action in its current state. */
export type Action = {
  /** Null for a dry run, which stores nothing. */
  readonly id: string | null;
  readonly decision: Decision;
  readonly cause: Cause;
  readonly reason: string;
  readonly rule: { readonly id: string; readonly version: number } | null;
  readonly policyVersion: number;
  readonly retry: Retry;
  readonly actionDigest: string;
  /** What may run: after an edit, not what was proposed. */
  readonly args: Args;
  /** What approvers asked in return: keep it when the action runs. The token carries the same. */
  readonly obligations: readonly Obligation[];
  readonly approval: Approval | null;
};

/** An action that was stored. */
export type StoredAction = Action & { readonly id: string };

/** The right to run an allowed action, once, until the lease ends. */
export type Lease = { readonly token: string; readonly args: Args; readonly leaseExpiresAt: string };

export type Change = { readonly resource: string; readonly before: unknown; readonly after: unknown };

export type Receipt = {
  readonly token: string;
  readonly status: "succeeded" | "failed" | "compensated";
  readonly actionDigest: string;
  readonly output?: unknown;
  readonly changes?: readonly Change[];
  readonly error?: unknown;
  readonly durationMs?: number;
  /** Id of the action that this one undid. */
  readonly compensates?: string;
};
