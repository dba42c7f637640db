import type { Check } from "../check";

/** What a budget no longer has is not spent; in a new window, or with more of it, the same call may pass. */
export const budget: Check = {
  name: "budget",
  ask: ({ budget: said }) =>
    said?.effect === "deny" ? { kind: "decided", effect: "deny", cause: "budget", reason: said.reason, retry: "later" } : null,
};

/** A budget that is used so far that people decide what else it pays for. */
export const budgetAsks: Check = {
  name: "budget",
  ask: ({ budget: said }) =>
    said?.effect === "require_approval"
      ? { kind: "decided", effect: "require_approval", cause: "budget", reason: said.reason, retry: "later" }
      : null,
};
