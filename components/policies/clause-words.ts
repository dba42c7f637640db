import type { TriedRule } from "@/server/policies/schema";

const NOT_MET: Readonly<Record<string, string>> = {
  agents: "is about other agents",
  tools: "is about other tools",
  teams: "is about other teams",
  sideEffects: "is about other side effects",
  riskTiers: "is about other risk tiers",
  environments: "is about other environments",
  when: "its condition is false",
} satisfies Record<NonNullable<TriedRule["failed"]>, string>;

/** What it says of a rule that this clause of it did not match. */
export const clauseWords = (failed: string): string => NOT_MET[failed] ?? failed;
