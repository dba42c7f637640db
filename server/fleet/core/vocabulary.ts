export const RISK_TIERS = ["low", "medium", "high"] as const;
export type RiskTier = (typeof RISK_TIERS)[number];

/** Where an agent works. A shadow's environment is `unknown` until someone registers it. */
export const ENVIRONMENTS = ["production", "staging", "development"] as const;
export type Environment = (typeof ENVIRONMENTS)[number] | "unknown";

/** What the organisation is to an agent under the EU AI Act (Regulation 2024/1689, Art. 3). */
export const AI_ACT_ROLES = ["provider", "deployer", "provider_and_deployer"] as const;
export type AiActRole = (typeof AI_ACT_ROLES)[number];

/** The class that the EU AI Act puts an agent in, from what it forbids to what it asks nothing more of. */
export const AI_ACT_CLASSES = ["prohibited", "high_risk", "limited", "minimal"] as const;
export type AiActClass = (typeof AI_ACT_CLASSES)[number];

/** What a call leaves behind, from harmless to final. */
export const SIDE_EFFECTS = ["read", "reversible", "externally_reversible", "irreversible"] as const;
export type SideEffect = (typeof SIDE_EFFECTS)[number];

/** Names of agents and tools: what the machine API, rules and addresses carry. */
export const NAME_PATTERN = /^[a-z0-9][a-z0-9._-]{0,127}$/;
export const NAME_RULE =
  "Use 1 to 128 characters: small letters, digits, dots, dashes and underscores, beginning with a letter or a digit.";
