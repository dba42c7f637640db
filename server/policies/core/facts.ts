import type { ApprovalPlan, Clause, Effect, Retry, RiskTier, RuleMode, SideEffect } from "./rule";

/** What the agent says the call would do; absent is unknown. */
export type ImpactFacts = {
  readonly amountMicroUsd?: string | null | undefined;
  readonly records?: number | null | undefined;
  readonly external?: boolean | null | undefined;
  readonly reversible?: boolean | null | undefined;
};

export type RunFacts = { readonly id?: string | null | undefined; readonly taskClass?: string | null | undefined };

/** Everything that a decision may rest on, snapshotted with it so that it can be explained and replayed. */
export type Facts = {
  readonly agent: {
    readonly name: string;
    readonly team: string | null;
    readonly riskTier: RiskTier;
    readonly environment: string;
    readonly state: string;
    readonly isRegistered: boolean;
  };
  readonly tool: {
    readonly name: string;
    readonly version: string | null;
    readonly sideEffect: SideEffect;
    readonly isRegistered: boolean;
    readonly isGranted: boolean;
  };
  readonly args: Readonly<Record<string, unknown>>;
  readonly resource: string | null;
  readonly impact: ImpactFacts | null;
  readonly run: RunFacts | null;
  readonly initiator: { readonly type: string; readonly id: string };
  /** In the organisation's zone: `hour` 0 to 23, `weekday` 1 (Monday) to 7 (Sunday). */
  readonly time: { readonly hour: number; readonly weekday: number; readonly iso: string; readonly zone: string };
};

/** One rule that was tried: whether it matched, else the clause that failed; `error` when its condition could not be evaluated. */
export type TriedRule = {
  readonly ruleId: string;
  readonly version: number;
  readonly effect: Effect;
  readonly mode: RuleMode;
  readonly matched: boolean;
  readonly failed?: Clause | "when";
  readonly error?: string;
};

export type Evaluation = {
  readonly effect: Effect;
  readonly cause: "policy" | "unregistered";
  /** The rule that decided, or null when the default by side-effect class did. */
  readonly rule: { readonly id: string; readonly version: number; readonly name: string; readonly authorId: string | null } | null;
  readonly reason: string;
  readonly retry: Retry;
  readonly approval: ApprovalPlan | null;
  readonly allowanceMinutes: number | null;
  readonly obligations: readonly never[];
  /** The rules tried, in the order of trying: denials first, then by order until one matched; shadow rules last. */
  readonly tried: readonly TriedRule[];
  readonly policyVersion: number;
};
