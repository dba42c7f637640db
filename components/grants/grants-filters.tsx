"use client";

import { useQuery } from "@tanstack/react-query";
import { AgentFilter } from "@/components/fleet/agent-filter";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import type { GrantParams } from "./grants-address";

type Props = { readonly params: GrantParams; readonly onChange: (change: Partial<GrantParams>) => void };

/** What narrows the ledger; all of it stands in the address. */
export function GrantsFilters({ params, onChange }: Props) {
  const tools = useQuery(useTRPC().fleet.tools.queryOptions(undefined, { staleTime: 60_000 }));
  return (
    <search aria-label="Filter the grants" className="flex flex-wrap items-center gap-x-1 gap-y-2 border-b border-line px-2 py-2 md:px-4">
      <AgentFilter all="Agent: any" agent={params.agent} onChange={(agent) => onChange({ agent })} />
      <FilterSelect
        label="Tool"
        all="Tool: any"
        value={params.tool}
        choices={(tools.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        onChange={(tool) => onChange({ tool })}
      />
      {(params.agent !== null || params.tool !== null) && (
        <Button size="sm" variant="quiet" className="font-normal!" onClick={() => onChange({ agent: null, tool: null })}>
          Clear
        </Button>
      )}
    </search>
  );
}
