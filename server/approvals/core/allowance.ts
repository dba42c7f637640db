/** How long an allowance lasts after a person's decision, unless the rule says otherwise. */
const DEFAULT_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/** What the rule says about the length of the allowance, read from the decision as it was stored with the action. */
function ruleMinutes(stored: unknown): number | null {
  const evaluation = typeof stored === "object" && stored !== null && "evaluation" in stored ? stored.evaluation : null;
  const minutes =
    typeof evaluation === "object" && evaluation !== null && "allowanceMinutes" in evaluation ? evaluation.allowanceMinutes : null;
  return typeof minutes === "number" && minutes > 0 ? minutes : null;
}

/** Until when an action that a person allows at `now` may be consumed. */
export const allowedUntil = (storedDecision: unknown, now: Date): Date =>
  new Date(now.getTime() + (ruleMinutes(storedDecision) ?? DEFAULT_MINUTES) * MINUTE_MS);
