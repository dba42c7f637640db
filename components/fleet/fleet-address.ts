import { AGENT_STATES, type AgentState } from "@/server/fleet/core/lifecycle";
import { RISK_TIERS, type RiskTier } from "@/server/fleet/core/vocabulary";
import type { ListAgentsInput } from "@/server/fleet/schema";

/** What the address of the list of agents may say. */
export type AgentFilter = {
  readonly q: string;
  readonly state: AgentState | null;
  readonly team: string | null;
  readonly risk: RiskTier | null;
  readonly after: string | null;
};

type Params = { readonly [key: string]: string | readonly string[] | undefined };

const one = (value: Params[string]): string | null => (typeof value === "string" && value !== "" ? value : null);
const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | null =>
  choices.find((choice) => choice === value) ?? null;

/** Reads the address; what it says wrongly counts as not said. */
export function readAgentFilter(params: Params): AgentFilter {
  return {
    q: one(params.q) ?? "",
    state: oneOf(AGENT_STATES, one(params.state)),
    team: one(params.team),
    risk: oneOf(RISK_TIERS, one(params.risk)),
    after: one(params.after),
  };
}

/** The query of one group of the list, the same on the server and in the browser. */
export const agentsQuery = (group: "registered" | "shadow", filter: AgentFilter): ListAgentsInput => ({
  group,
  search: filter.q,
  state: filter.state,
  team: filter.team,
  risk: filter.risk,
  cursor: group === "registered" ? filter.after : null,
});

export const isNarrowed = ({ q, state, team, risk }: AgentFilter): boolean => q !== "" || state !== null || team !== null || risk !== null;

export const agentHref = (name: string): string => `/agents/${encodeURIComponent(name)}`;
export const toolHref = (name: string): string => `/agents/tools/${encodeURIComponent(name)}`;
