import type { Check } from "../check";

/** Someone decided ahead of time: a live grant that covers the call allows what policy would put before people. */
export const standingGrant: Check = {
  name: "standing_grant",
  ask: ({ askGrants }) => {
    const reason = askGrants();
    return reason === null ? null : { kind: "decided", effect: "allow", cause: "grant", reason, retry: "never" };
  },
};
