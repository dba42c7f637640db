"use client";

import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { FilterSelect } from "@/components/ui/filter-select";
import { AGENT_STATES } from "@/server/fleet/core/lifecycle";
import { RISK_TIERS } from "@/server/fleet/core/vocabulary";
import { stateWord } from "./agent-state";
import { FindField } from "./find-field";
import type { AgentFilter } from "./fleet-address";
import { riskWord } from "./risk-tier";

type Props = {
  readonly filter: AgentFilter;
  readonly onChange: (change: Partial<AgentFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
};

/** Narrows the list; everything chosen stands in the address. */
export function AgentsFilters({ filter, onChange, searchRef }: Props) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.fleet.teams.queryOptions());
  const names = (teams.data ?? []).filter((team) => team.archivedAt === null || team.name === filter.team).map((team) => team.name);
  return (
    <search className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 pb-2 md:px-6">
      <FindField
        label="Find an agent"
        placeholder="Find by name or purpose"
        text={filter.q}
        onFind={(q) => onChange({ q })}
        inputRef={searchRef}
      />
      <FilterSelect
        label="State"
        all="Any state"
        value={filter.state}
        choices={AGENT_STATES.map((value) => ({ value, label: stateWord(value) }))}
        onChange={(state) => onChange({ state })}
      />
      <FilterSelect
        label="Team"
        all="Any team"
        value={filter.team}
        choices={names.map((name) => ({ value: name, label: name }))}
        onChange={(team) => onChange({ team })}
      />
      <FilterSelect
        label="Risk"
        all="Any risk"
        value={filter.risk}
        choices={RISK_TIERS.map((value) => ({ value, label: `${riskWord(value)} risk` }))}
        onChange={(risk) => onChange({ risk })}
      />
    </search>
  );
}
