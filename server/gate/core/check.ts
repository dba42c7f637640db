/** What policy says of a call, as far as the gate needs it. */
export type PolicyAnswer = {
  readonly effect: "allow" | "deny" | "require_approval";
  readonly cause: "policy" | "unregistered";
  readonly reason: string;
  readonly retry: "never" | "after_change" | "later";
};

/** Everything that the checks look at. Policy is asked only if no check before it answers. */
export type Question = {
  readonly requestHash: string;
  /** The action that was proposed with the same idempotency key before, if any. */
  readonly known: { readonly requestHash: string } | null;
  /** Null when nobody ever heard of the agent. */
  readonly agent: { readonly state: "shadow" | "draft" | "live" | "suspended" | "retired" } | null;
  /** Null when the tool is not registered. */
  readonly tool: { readonly sideEffect: string } | null;
  /** What to tell a run that repeats itself beyond its limit; null when it does not. */
  readonly loop: string | null;
  /** What the budgets that bind the call say to it; null when they let it pass. */
  readonly budget: { readonly effect: "deny" | "require_approval"; readonly reason: string } | null;
  readonly askPolicy: () => PolicyAnswer;
  /** What a standing grant that covers the call says to the agent; null when none does. Asked only where policy asks people. */
  readonly askGrants: () => string | null;
};

/** An answer that stands: the call is decided, or it was proposed before. */
export type Verdict =
  | { readonly kind: "replay" }
  | { readonly kind: "conflict" }
  | {
      readonly kind: "decided";
      readonly effect: PolicyAnswer["effect"];
      readonly cause: "policy" | "unregistered" | "killed" | "loop" | "budget" | "unavailable" | "grant";
      readonly reason: string;
      readonly retry: PolicyAnswer["retry"];
    };

/** One step of the gate: an answer that ends it, or null to go on. */
export type Check = { readonly name: string; readonly ask: (question: Question) => Verdict | null };
