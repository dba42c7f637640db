"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { shortId } from "@/components/ui/short-id";
import type { Names } from "@/server/audit/schema";
import { type AuditParams, isNarrowed, NOTHING_NARROWED } from "./filter";
import { PeriodFilter } from "./period-filter";
import { NOUNS, VERBS } from "./verbs";

const AGENTS_IN_FILTER = 200;

export type AuditFiltersProps = {
  readonly params: AuditParams;
  readonly names: Names;
  readonly onChange: (change: Partial<AuditParams>) => void;
};

/** What narrows the list. Everything chosen here stands in the address. */
export function AuditFilters({ params, names, onChange }: AuditFiltersProps) {
  const { people, agents } = useChoices();
  const isOtherWho = params.who !== null && params.who !== "system" && !people.some(({ id }) => id === params.who);
  const isOtherAgent = params.agent !== null && !agents.includes(params.agent);
  return (
    <search aria-label="Filter the entries" className="flex flex-wrap items-center gap-x-1 gap-y-2 px-2 py-2 md:min-h-11 md:px-4">
      <KindSelect kind={params.kind} onChange={(kind) => onChange({ kind })} />
      <Select
        variant="filter"
        aria-label="Who"
        value={params.who ?? ""}
        onChange={(event) => onChange({ who: event.target.value || null })}
      >
        <option value="">Who: anyone</option>
        <option value="system">Reeve</option>
        {isOtherWho && params.who && <option value={params.who}>{names[params.who] ?? shortId(params.who)}</option>}
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        variant="filter"
        aria-label="Agent"
        value={params.agent ?? ""}
        onChange={(event) => onChange({ agent: event.target.value || null })}
      >
        <option value="">Agent: any</option>
        {isOtherAgent && params.agent && <option value={params.agent}>{params.agent}</option>}
        {agents.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
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

function useChoices() {
  const trpc = useTRPC();
  const directory = useQuery(trpc.identity.directory.queryOptions(undefined, { staleTime: 60_000 }));
  const agents = useQuery(trpc.fleet.agents.queryOptions({ limit: AGENTS_IN_FILTER }, { staleTime: 60_000 }));
  return { people: directory.data?.people ?? [], agents: (agents.data?.items ?? []).map(({ name }) => name) };
}

function KindSelect({ kind, onChange }: { readonly kind: string | null; readonly onChange: (kind: string | null) => void }) {
  const isOneKind = kind?.includes(".") ?? false;
  return (
    <Select variant="filter" aria-label="What" value={kind ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">What: anything</option>
      {isOneKind && kind && <option value={kind}>{VERBS[kind] ?? kind}</option>}
      {NOUNS.map(({ noun, label }) => (
        <option key={noun} value={noun}>
          {label}
        </option>
      ))}
    </Select>
  );
}
