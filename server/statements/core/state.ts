export const STATES = ["to_acknowledge", "acknowledged", "disputed"] as const;
export type StatementState = (typeof STATES)[number];
export type Verdict = "acknowledge" | "dispute";

/** What its owner may say of a statement. A dispute ends by acknowledging; what is acknowledged stays so: a correction comes in the next one. */
export const TRANSITIONS = {
  to_acknowledge: { acknowledge: "acknowledged", dispute: "disputed" },
  disputed: { acknowledge: "acknowledged" },
  acknowledged: {},
} as const satisfies Record<StatementState, Partial<Record<Verdict, StatementState>>>;

export const stateAfter = (state: StatementState, verdict: Verdict): StatementState | null => {
  const next: Partial<Record<Verdict, StatementState>> = TRANSITIONS[state];
  return next[verdict] ?? null;
};
