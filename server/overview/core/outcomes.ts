/** What became of an action, as the overview counts it: each action is counted once. */
export const OUTCOMES = ["unasked", "approved", "waiting", "rejected", "refused", "expired", "withdrawn"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Outcomes = Readonly<Record<Outcome, number>>;

/** What is counted: the decision of an action as it stands, and how the request to people about it went. */
export type Kind = "allowed" | "denied" | "awaiting" | "approved" | "rejected" | "expired" | "cancelled";
export type Tally = Partial<Record<Kind, number>>;

/**
 * Parts the actions of a tally by who decided. Every request belongs to an action that was asked at the same moment, so
 * what people decided is taken from the whole, and the rest was decided without them.
 */
export function outcomesOf(tally: Tally): Outcomes {
  const { allowed = 0, denied = 0, awaiting = 0, approved = 0, rejected = 0, expired = 0, cancelled = 0 } = tally;
  return {
    unasked: allowed - approved,
    approved,
    waiting: awaiting,
    rejected,
    refused: denied - rejected - expired - cancelled,
    expired,
    withdrawn: cancelled,
  };
}

/** How many actions these are in all. */
export const proposedIn = (outcomes: Outcomes): number => OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);
