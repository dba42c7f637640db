export const EFFECTS = ["deny", "require_approval", "allow"] as const;
export type Effect = (typeof EFFECTS)[number];

/** `shadow` rules are evaluated and recorded, but do not act; those that are `off` are not even evaluated. */
export const RULE_MODES = ["enforce", "shadow", "off"] as const;
export type RuleMode = (typeof RULE_MODES)[number];

export const SIDE_EFFECTS = ["read", "reversible", "externally_reversible", "irreversible"] as const;
export type SideEffect = (typeof SIDE_EFFECTS)[number];

export const RISK_TIERS = ["low", "medium", "high"] as const;
export type RiskTier = (typeof RISK_TIERS)[number];

export const RETRIES = ["never", "after_change", "later"] as const;
export type Retry = (typeof RETRIES)[number];

/** The clauses of a match, in the order in which they are tried. */
export const CLAUSES = ["agents", "tools", "teams", "sideEffects", "riskTiers", "environments"] as const;
export type Clause = (typeof CLAUSES)[number];

/** Which calls a rule is about. An empty list means any; agents, tools, teams and environments are globs. */
export type RuleMatch = {
  readonly agents: readonly string[];
  readonly tools: readonly string[];
  readonly teams: readonly string[];
  readonly sideEffects: readonly SideEffect[];
  readonly riskTiers: readonly RiskTier[];
  readonly environments: readonly string[];
};

/** One step of an approval: who is asked, and how many of them must approve. Nobody named means any approver. */
export type Stage = {
  readonly name: string;
  /** Names of groups. */
  readonly groups: readonly string[];
  /** Ids of people. */
  readonly people: readonly string[];
  /** Ids of on-call schedules: whoever is on duty at the moment of asking. */
  readonly onCall: readonly string[];
  /** Whether the manager of the agent's owner is asked too. */
  readonly asksManager: boolean;
  readonly quorum: number;
  /** Open minutes of the calendar; null takes the plan's. */
  readonly dueMinutes: number | null;
};

/** Who is asked, stage after stage, and how long they have. */
export type ApprovalPlan = {
  readonly stages: readonly Stage[];
  /** Open minutes of the calendar; null takes the target of the agent's risk tier. */
  readonly dueMinutes: number | null;
  readonly expiryMinutes: number | null;
  /** The business calendar that counts; null is the one of the risk tier's target. */
  readonly calendarId: string | null;
  /** The escalation chain; null is the one of the risk tier's target. */
  readonly chainId: string | null;
};

/** A rule as its author writes it. */
export type RuleDefinition = {
  readonly id: string;
  readonly order: number;
  readonly name: string;
  readonly effect: Effect;
  readonly match: RuleMatch;
  /** A CEL condition over the facts; without one the match alone decides. */
  readonly when: string | null;
  /** What the agent and the approver are told. */
  readonly reason: string;
  /** Whether trying again helps after a denial; by default only if the condition can change. */
  readonly retry: Retry | null;
  readonly approval: ApprovalPlan | null;
  /** How long an allowance by this rule lasts; null is the gate's default. */
  readonly allowanceMinutes: number | null;
  readonly mode: RuleMode;
};

/** One immutable version of a rule. */
export type Rule = RuleDefinition & { readonly version: number; readonly authorId: string | null };

/** The rules of one policy version, by order. Version 0 is the empty policy from before the first publication. */
export type PolicySet = { readonly version: number; readonly publishedAt: string | null; readonly rules: readonly Rule[] };
