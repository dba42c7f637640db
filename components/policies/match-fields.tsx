"use client";

import { useQuery } from "@tanstack/react-query";
import { riskWord } from "@/components/fleet/risk-tier";
import { useTRPC } from "@/components/trpc/use-trpc";
import { TokenInput } from "@/components/ui/token-input";
import { ENVIRONMENTS } from "@/server/fleet/core/vocabulary";
import { RISK_TIERS, type RuleMatch, SIDE_EFFECTS } from "@/server/policies/core/rule";
import { CheckSet } from "./check-set";
import { MatchSentence } from "./match-sentence";
import { type Faults, faultAt, matchedAgents, matchedTools } from "./prepare-draft";
import { sideEffectWords } from "./prepare-rule";

type Props = { readonly match: RuleMatch; readonly faults: Faults; readonly onChange: (match: RuleMatch) => void };

const GLOBS = "* stands for any run of characters, ? for one.";
const MAX_COUNTED = 200;

/** Which calls a rule is about, with what of the registry it fits as it is typed. */
export function MatchFields({ match, faults, onChange }: Props) {
  const trpc = useTRPC();
  const agents = useQuery(trpc.fleet.agents.queryOptions({ group: "all", limit: MAX_COUNTED })).data;
  const tools = useQuery(trpc.fleet.tools.queryOptions()).data?.filter((tool) => tool.archivedAt === null);
  const teams = useQuery(trpc.fleet.teams.queryOptions()).data?.filter((team) => team.archivedAt === null);
  const set = (change: Partial<RuleMatch>) => onChange({ ...match, ...change });
  return (
    <>
      <p className="text-sm text-ink-2">
        <MatchSentence match={match} />.
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <TokenInput
          label="Tools"
          hint={GLOBS}
          placeholder="any tool, or e.g. crm.*"
          isCode
          error={faultAt(faults, "match.tools")}
          values={match.tools}
          suggestions={(tools ?? []).map(({ name }) => ({ value: name }))}
          onChange={(values) => set({ tools: values })}
        />
        <TokenInput
          label="Agents"
          hint={GLOBS}
          placeholder="any agent, or e.g. sales-*"
          isCode
          error={faultAt(faults, "match.agents")}
          values={match.agents}
          suggestions={(agents?.items ?? []).map(({ name }) => ({ value: name }))}
          onChange={(values) => set({ agents: values })}
        />
        <TokenInput
          label="Teams"
          placeholder="any team"
          error={faultAt(faults, "match.teams")}
          values={match.teams}
          suggestions={(teams ?? []).map(({ name }) => ({ value: name }))}
          onChange={(values) => set({ teams: values })}
        />
        <TokenInput
          label="Environments"
          placeholder="any environment"
          isCode
          error={faultAt(faults, "match.environments")}
          values={match.environments}
          suggestions={ENVIRONMENTS.map((value) => ({ value }))}
          onChange={(values) => set({ environments: values })}
        />
        <CheckSet
          legend="What the tool does"
          choices={SIDE_EFFECTS.map((value) => ({ value, label: sideEffectWords(value) }))}
          values={match.sideEffects}
          onChange={(values) => set({ sideEffects: values })}
        />
        <CheckSet
          legend="Risk tier of the agent"
          choices={RISK_TIERS.map((value) => ({ value, label: riskWord(value) }))}
          values={match.riskTiers}
          onChange={(values) => set({ riskTiers: values })}
        />
      </div>
      <p role="status" className="text-sm text-ink-2">
        {agents && tools && (
          <>
            Matches {matchedAgents(match, agents.items)} of {agents.items.length}
            {agents.nextCursor !== null && "+"} agents and {matchedTools(match, tools)} of {tools.length} tools that are registered.
          </>
        )}
      </p>
    </>
  );
}
