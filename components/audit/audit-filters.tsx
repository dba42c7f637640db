"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { AgentFilter } from "@/components/fleet/agent-filter";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { shortId } from "@/components/ui/short-id";
import type { Names } from "@/server/audit/schema";
import { type AuditParams, isNarrowed, NOTHING_NARROWED } from "./filter";
import { PeriodFilter } from "./period-filter";
import { NOUNS, VERBS } from "./verbs";

export type AuditFiltersProps = {
  readonly params: AuditParams;
  readonly names: Names;
  readonly onChange: (change: Partial<AuditParams>) => void;
};

/** What narrows the list. Everything chosen here stands in the address. */
export function AuditFilters({ params, names, onChange }: AuditFiltersProps) {
  return (
    <search aria-label="Filter the entries" className="flex flex-wrap items-center gap-x-1 gap-y-2 px-2 py-2 md:min-h-11 md:px-4">
      <KindSelect kind={params.kind} onChange={(kind) => onChange({ kind })} />
      <WhoSelect who={params.who} names={names} onChange={(who) => onChange({ who })} />
      <AgentFilter all="Agent: any" agent={params.agent} onChange={(agent) => onChange({ agent })} />
      <PeriodFilter params={params} onChange={onChange} />
      {params.action !== null && (
        <Button
          size="sm"
          variant="quiet"
          className="bg-accent-weak! font-normal! text-accent!"
          aria-label={`Action ${params.action}: remove this filter`}
          onClick={() => onChange({ action: null })}
        >
          Action {shortId(params.action)}
          <X aria-hidden />
        </Button>
      )}
      {isNarrowed(params) && (
        <Button size="sm" variant="quiet" className="font-normal!" onClick={() => onChange(NOTHING_NARROWED)}>
          Clear
        </Button>
      )}
    </search>
  );
}

type WhoSelectProps = { readonly who: string | null; readonly names: Names; readonly onChange: (who: string | null) => void };

function WhoSelect({ who, names, onChange }: WhoSelectProps) {
  const directory = useQuery(useTRPC().identity.directory.queryOptions(undefined, { staleTime: 60_000 }));
  const known = [{ id: "system", name: "Reeve" }, ...(directory.data?.people ?? [])];
  // API keys act too, and people who have left did: the entries name them.
  const all = who === null || known.some(({ id }) => id === who) ? known : [{ id: who, name: names[who] ?? shortId(who) }, ...known];
  return (
    <FilterSelect
      label="Who"
      all="Who: anyone"
      value={who}
      choices={all.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onChange}
    />
  );
}

function KindSelect({ kind, onChange }: { readonly kind: string | null; readonly onChange: (kind: string | null) => void }) {
  const nouns = NOUNS.map(({ noun, label }) => ({ value: noun, label }));
  const choices = kind?.includes(".") ? [{ value: kind, label: VERBS[kind] ?? kind }, ...nouns] : nouns;
  return <FilterSelect label="What" all="What: anything" value={kind} choices={choices} onChange={onChange} />;
}
