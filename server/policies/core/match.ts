import type { Facts } from "./facts";
import { fitsAny } from "./glob";
import type { Clause, RuleMatch } from "./rule";

/** What a match looks at; two calls with the same subject match the same rules, conditions aside. */
export type Subject = {
  readonly agents: string;
  readonly tools: string;
  readonly teams: string;
  readonly sideEffects: string;
  readonly riskTiers: string;
  readonly environments: string;
};

export const subjectOf = ({ agent, tool }: Facts): Subject => ({
  agents: agent.name,
  tools: tool.name,
  teams: agent.team ?? "",
  sideEffects: tool.sideEffect,
  riskTiers: agent.riskTier,
  environments: agent.environment,
});

const includes = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);

/** The first clause that keeps the rule from applying, or null when all of them fit. */
export function failedClause(match: RuleMatch, subject: Subject): Clause | null {
  if (!fitsAny(match.agents, subject.agents)) return "agents";
  if (!fitsAny(match.tools, subject.tools)) return "tools";
  if (!fitsAny(match.teams, subject.teams)) return "teams";
  if (!includes(match.sideEffects, subject.sideEffects)) return "sideEffects";
  if (!includes(match.riskTiers, subject.riskTiers)) return "riskTiers";
  if (!fitsAny(match.environments, subject.environments)) return "environments";
  return null;
}
