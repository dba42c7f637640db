import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { EVIDENCE } from "@/server/maturity/core/controls";

/** What of the control mapping stands in the address: the framework, and which evidence is looked for. */
export const FRAMEWORK_PARAMS = {
  framework: parseAsString.withDefault("eu-ai-act"),
  evidence: parseAsStringLiteral(EVIDENCE),
};

export type FrameworkParams = inferParserType<typeof FRAMEWORK_PARAMS>;
