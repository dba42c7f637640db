"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { FilterSelect } from "@/components/ui/filter-select";

const AGENTS_IN_FILTER = 200;

type Props = {
  /** The words of the choice that narrows nothing. */
  readonly all: string;
  readonly agent: string | null;
  readonly onChange: (agent: string | null) => void;
  readonly className?: string;
};

/** Narrows a list to one agent. */
export function AgentFilter({ all, agent, onChange, className }: Props) {
  // No list needs the agents' names to be shown: they are asked for when somebody is about to choose.
  const [isWanted, setIsWanted] = useState(false);
  const agents = useQuery(useTRPC().fleet.agents.queryOptions({ limit: AGENTS_IN_FILTER }, { enabled: isWanted, staleTime: 60_000 }));
  return (
    <FilterSelect
      label="Agent"
      all={all}
      value={agent}
      choices={(agents.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
      onChange={onChange}
      className={className}
      onPointerEnter={() => setIsWanted(true)}
      onFocus={() => setIsWanted(true)}
    />
  );
}
