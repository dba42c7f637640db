import type { Check } from "../check";

/** Whatever came this far is for the policy in force to decide. It always answers. */
export const policy: Check = {
  name: "policy",
  ask: ({ askPolicy }) => {
    const { effect, cause, reason, retry } = askPolicy();
    return { kind: "decided", effect, cause, reason, retry };
  },
};
