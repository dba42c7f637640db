"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useTRPC } from "@/components/trpc/use-trpc";
import { type AgentFilter, agentsQuery, readAgentFilter } from "./fleet-address";

const ADDRESS = { q: parseAsString, state: parseAsString, team: parseAsString, risk: parseAsString, after: parseAsString };

/** The filter as the address has it, and the means to change it; any change but of the page begins at the first page. */
export function useAgentFilter() {
  const [address, setAddress] = useQueryStates(ADDRESS);
  const filter = readAgentFilter(Object.fromEntries(Object.entries(address).map(([key, value]) => [key, value ?? undefined])));
  const narrow = (change: Partial<AgentFilter>) => void setAddress({ after: null, ...change, ...(change.q === "" ? { q: null } : {}) });
  const clear = () => void setAddress({ q: null, state: null, team: null, risk: null, after: null });
  return { filter, narrow, clear };
}

/** The agents that fit the filter: the registered ones, and apart from them the shadows. */
export function useAgents(filter: AgentFilter) {
  const trpc = useTRPC();
  const counts = useQuery(trpc.fleet.counts.queryOptions());
  const registered = useQuery(trpc.fleet.agents.queryOptions(agentsQuery("registered", filter), { placeholderData: keepPreviousData }));
  const shadow = useQuery(trpc.fleet.agents.queryOptions(agentsQuery("shadow", filter), { placeholderData: keepPreviousData }));
  const agents = registered.data?.items ?? [];
  const shadows = shadow.data?.items ?? [];
  const names = [...shadows, ...agents].map((agent) => agent.name);
  const lastAsked = useQuery(
    trpc.actions.lastAsked.queryOptions({ agents: names }, { enabled: names.length > 0, placeholderData: keepPreviousData }),
  );
  return {
    counts: counts.data ?? null,
    mayRegister: counts.data?.can.register ?? false,
    registered,
    agents,
    shadows,
    names,
    /** When each agent last asked the gate; null while that is being read. */
    lastAsked: lastAsked.data ?? null,
    isEmpty: registered.isSuccess && shadow.isSuccess && names.length === 0,
  };
}
