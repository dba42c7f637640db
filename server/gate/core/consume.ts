/** How long an execution may take before nobody knows what became of it; it can be renewed. */
export const LEASE_MS = 5 * 60_000;

type Consumable = {
  readonly state: string;
  readonly cause: string;
  readonly digest: string;
  readonly allowedUntil: Date | null;
  readonly consumeKey: string | null;
  readonly token: string | null;
  readonly leaseExpiresAt: Date | null;
};
type Command = {
  readonly actionDigest: string;
  readonly key: string;
  readonly isAgentStopped: boolean /** What ended it meanwhile: a budget that cut off. */;
  readonly overBudget: string | null;
};

export type ConsumeAnswer =
  | { readonly kind: "lease" }
  | { readonly kind: "again"; readonly token: string; readonly leaseExpiresAt: Date }
  | {
      readonly kind: "refused";
      readonly code: "already_consumed" | "not_allowed" | "digest_mismatch" | "expired" | "revoked";
      readonly message: string;
    };

const refused = (code: Extract<ConsumeAnswer, { kind: "refused" }>["code"], message: string): ConsumeAnswer => ({
  kind: "refused",
  code,
  message,
});

/** Whether an action may be consumed now, by this caller. The guard in the statement's `where` has the last word. */
export function answerConsume(action: Consumable, command: Command, now: Date): ConsumeAnswer {
  switch (action.state) {
    case "awaiting":
      return refused("not_allowed", "The action still waits for people.");
    case "denied":
      return refused("not_allowed", "The action was denied.");
    case "revoked":
      return action.cause === "timeout"
        ? refused("expired", "The allowance ended before it was used. Propose again.")
        : refused("revoked", action.cause === "killed" ? "The agent was stopped before the action ran." : "The permission was taken back.");
    case "allowed":
      return answerAllowed(action, command, now);
    default:
      return answerAgain(action, command, now);
  }
}

function answerAllowed(action: Consumable, command: Command, now: Date): ConsumeAnswer {
  if (command.isAgentStopped) return refused("revoked", "The agent was stopped before the action ran.");
  if (action.allowedUntil === null || action.allowedUntil <= now) {
    return refused("expired", "The allowance ended before it was used. Propose again.");
  }
  if (command.actionDigest !== action.digest) return mismatch;
  if (command.overBudget !== null) return refused("revoked", command.overBudget);
  return { kind: "lease" };
}

const mismatch = refused("digest_mismatch", "The digest is not that of the action that was allowed.");

/** The same caller asking again while the lease lasts lost an answer, and gets the same token. */
function answerAgain(action: Consumable, command: Command, now: Date): ConsumeAnswer {
  const isSameCall = action.consumeKey === command.key && action.state === "executing";
  if (isSameCall && action.token !== null && action.leaseExpiresAt !== null && action.leaseExpiresAt > now) {
    if (command.isAgentStopped) return refused("revoked", "The agent was stopped.");
    if (command.actionDigest !== action.digest) return mismatch;
    return { kind: "again", token: action.token, leaseExpiresAt: action.leaseExpiresAt };
  }
  return refused("already_consumed", "The action was consumed before. An action runs once.");
}
