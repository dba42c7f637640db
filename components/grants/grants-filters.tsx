"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { GrantParams } from "./grants-address";

type Props = { readonly params: GrantParams; readonly onChange: (change: Partial<GrantParams>) => void };

/** What narrows the ledger; all of it stands in the address. */
export function GrantsFilters({ params, onChange }: Props) {
  const trpc = useTRPC();
  const agents = useQuery(trpc.fleet.agents.queryOptions({ group: "registered", limit: 200 }, { staleTime: 60_000 }));
  const tools = useQuery(trpc.fleet.tools.queryOptions(undefined, { staleTime: 60_000 }));
  return (
    <search aria-label="Filter the grants" className="flex flex-wrap items-center gap-x-1 gap-y-2 border-b border-line px-2 py-2 md:px-4">
      <Names
        label="Agent"
        value={params.agent}
        names={agents.data?.items.map(({ name }) => name)}
        onChange={(agent) => onChange({ agent })}
      />
      <Names label="Tool" value={params.tool} names={tools.data?.map(({ name }) => name)} onChange={(tool) => onChange({ tool })} />
      {(params.agent !== null || params.tool !== null) && (
        <Button size="sm" variant="quiet" className="font-normal!" onClick={() => onChange({ agent: null, tool: null })}>
          Clear
        </Button>
      )}
    </search>
  );
}

type NamesProps = {
  readonly label: string;
  readonly value: string | null;
  readonly names: readonly string[] | undefined;
  readonly onChange: (value: string | null) => void;
};

function Names({ label, value, names = [], onChange }: NamesProps) {
  const all = value === null || names.includes(value) ? names : [value, ...names];
  return (
    <Select variant="filter" aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">{label}: any</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  );
}
