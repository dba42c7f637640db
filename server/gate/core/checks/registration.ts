import type { Check } from "../check";

const deny = (reason: string, retry: "later" | "never" = "later") =>
  ({ kind: "decided", effect: "deny", cause: "unregistered", reason, retry }) as const;

/** An agent that nobody answers for may read, and nothing else; a tool that nobody registered counts as irreversible. */
export const registration: Check = {
  name: "registration",
  ask: ({ agent, tool }) => {
    if (agent?.state === "retired") return deny("The agent is retired, and retired is for good.", "never");
    const isRegistered = agent !== null && agent.state !== "shadow";
    if (isRegistered || tool?.sideEffect === "read") return null;
    return deny("The agent is not registered: it may read, and nothing else.");
  },
};
