import type { Check } from "../check";

/** A known idempotency key is answered with its action as it is now, never decided again; with another body it is a conflict. */
export const replay: Check = {
  name: "replay",
  ask: ({ known, requestHash }) => {
    if (known === null) return null;
    return { kind: known.requestHash === requestHash ? "replay" : "conflict" };
  },
};
