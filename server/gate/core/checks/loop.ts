import type { Check } from "../check";

/** A run that repeats itself beyond its limit is refused until it does something else. */
export const loop: Check = {
  name: "loop",
  ask: ({ loop: reason }) => (reason === null ? null : { kind: "decided", effect: "deny", cause: "loop", reason, retry: "after_change" }),
};
