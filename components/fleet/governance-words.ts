import type { AiActClass, AiActRole } from "@/server/fleet/core/vocabulary";

/** What the organisation is to an agent under the EU AI Act. */
export const ROLE_WORDS = {
  provider: "Provider",
  deployer: "Deployer",
  provider_and_deployer: "Provider and deployer",
} as const satisfies Record<AiActRole, string>;

/** The class that the EU AI Act puts an agent in. */
export const CLASS_WORDS = {
  prohibited: "Prohibited practice",
  high_risk: "High-risk",
  limited: "Limited risk",
  minimal: "Minimal risk",
} as const satisfies Record<AiActClass, string>;
