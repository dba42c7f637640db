export const RISK_TIERS = ["low", "medium", "high"] as const;
export type RiskTier = (typeof RISK_TIERS)[number];

/** Where an agent works. A shadow's environment is `unknown` until someone registers it. */
export const ENVIRONMENTS = ["production", "staging", "development"] as const;
export type Environment = (typeof ENVIRONMENTS)[number] | "unknown";

/** What a call leaves behind, from harmless to final. */
export const SIDE_EFFECTS = ["read", "reversible", "externally_reversible", "irreversible"] as const;
export type SideEffect = (typeof SIDE_EFFECTS)[number];

/** Names of agents and tools: what the machine API, rules and addresses carry. */
export const NAME_PATTERN = /^[a-z0-9][a-z0-9._-]{0,127}$/;
export const NAME_RULE =
  "Use 1 to 128 characters: small letters, digits, dots, dashes and underscores, beginning with a letter or a digit.";
