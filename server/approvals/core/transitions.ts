export const APPROVAL_STATES = ["pending", "frozen", "approved", "rejected", "expired", "cancelled", "revoked"] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** What can be done to a request. People approve and reject; the rest is done by the clock, the agent or a kill. */
export const COMMANDS = ["approve", "reject", "expire", "cancel", "freeze", "thaw", "revoke"] as const;
export type Command = (typeof COMMANDS)[number];

/** The machine of an approval request (one stage). What is not here cannot happen. */
export const TRANSITIONS = {
  pending: { approve: "approved", reject: "rejected", expire: "expired", cancel: "cancelled", freeze: "frozen" },
  frozen: { thaw: "pending", cancel: "cancelled" },
  approved: { revoke: "revoked" },
  rejected: {},
  expired: {},
  cancelled: {},
  revoked: {},
} as const satisfies Record<ApprovalState, Partial<Record<Command, ApprovalState>>>;

/** Where a command leads from a state, or null where it leads nowhere. */
export function next(state: ApprovalState, command: Command): ApprovalState | null {
  const row: Partial<Record<Command, ApprovalState>> = TRANSITIONS[state];
  return row[command] ?? null;
}

/** Still in the queue: nobody has ended it. */
export const isOpen = (state: ApprovalState): boolean => state === "pending" || state === "frozen";
