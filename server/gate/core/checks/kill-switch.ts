import type { Check } from "../check";

/** A killed agent does nothing until a person restores it. */
export const killSwitch: Check = {
  name: "kill_switch",
  ask: ({ agent }) =>
    agent?.state === "suspended"
      ? {
          kind: "decided",
          effect: "deny",
          cause: "killed",
          reason: "The agent was stopped. A person has to restore it first.",
          retry: "later",
        }
      : null,
};
