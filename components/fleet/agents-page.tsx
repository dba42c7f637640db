"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { type PageKeys, useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { AgentRow } from "@/server/fleet/schema";
import { AgentForm } from "./agent-form";
import { AgentsFilters } from "./agents-filters";
import { AgentsSentence } from "./agents-sentence";
import { AgentsTable } from "./agents-table";
import { agentHref, isNarrowed } from "./fleet-address";
import { FleetTabs } from "./fleet-tabs";
import { NeedsOperator } from "./needs-operator";
import { ShadowAgents } from "./shadow-agents";
import { useAgentFilter, useAgents } from "./use-agents";

/** Every agent: the registered ones, and apart from them those that nobody registered. */
export function AgentsPage() {
  const router = useRouter();
  const searchRef = useRef<HTMLInputElement>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [form, setForm] = useState<{ shadow: AgentRow | null } | null>(null);
  const { filter, narrow, clear } = useAgentFilter();
  const { counts, mayRegister, registered, agents, shadows, names, lastAsked, isEmpty } = useAgents(filter);
  const at = selected === null ? -1 : names.indexOf(selected);
  const register = mayRegister ? () => setForm({ shadow: null }) : null;
  const move = (to: number) => setSelected(names[Math.max(0, Math.min(names.length - 1, to))] ?? null);
  const keys: PageKeys = {
    j: { label: "Next agent", run: () => move(at + 1) },
    k: { label: "Agent before", run: () => move(at - 1) },
    Enter: { label: "Open the agent", isEnabled: at >= 0, run: () => router.push(agentHref(names[at] ?? "")) },
    "/": { label: "Find", run: () => searchRef.current?.focus() },
    ...(register ? { n: { label: "Register an agent", run: register } } : {}),
  };
  useKeys(keys, "Agents");

  return (
    <>
      <PageHeader
        title="Agents"
        state={counts && <AgentsSentence states={counts.states} />}
        actions={
          register && (
            <Button shortcut="n" onClick={register}>
              Register an agent
            </Button>
          )
        }
      />
      <FleetTabs current="agents" />
      <AgentsFilters filter={filter} onChange={narrow} searchRef={searchRef} />
      {registered.isError && (
        <ErrorState title="The agents could not be read." onRetry={() => void registered.refetch()} isRetrying={registered.isFetching}>
          {registered.error.message}
        </ErrorState>
      )}
      {registered.isPending && <SkeletonRows rows={10} label="Loading agents" />}
      {shadows.length > 0 && <NeedsOperator what="Registering agents" className="px-4 pt-3 text-sm text-ink-2 md:px-6" />}
      <ShadowAgents
        agents={shadows}
        lastAsked={lastAsked}
        selected={selected}
        mayRegister={mayRegister}
        onRegister={(shadow) => setForm({ shadow })}
      />
      <AgentsTable agents={agents} lastAsked={lastAsked} selected={selected} />
      {isEmpty && <NoAgents isNarrowed={isNarrowed(filter)} onClear={clear} onRegister={register} />}
      <Pages isFirst={filter.after === null} next={registered.data?.nextCursor ?? null} onGo={(after) => narrow({ after })} />
      {form && <AgentForm agent={form.shadow} onClose={() => setForm(null)} onDone={(name) => router.push(agentHref(name))} />}
    </>
  );
}

type PagesProps = { readonly isFirst: boolean; readonly next: string | null; readonly onGo: (after: string | null) => void };

function Pages({ isFirst, next, onGo }: PagesProps) {
  if (isFirst && next === null) return null;
  return (
    <nav aria-label="Pages of agents" className="flex gap-2 px-4 py-3 md:px-6">
      {isFirst || <Button onClick={() => onGo(null)}>First page</Button>}
      {next !== null && <Button onClick={() => onGo(next)}>Next page</Button>}
    </nav>
  );
}

type NoAgentsProps = { readonly isNarrowed: boolean; readonly onClear: () => void; readonly onRegister: (() => void) | null };

function NoAgents({ isNarrowed: narrowed, onClear, onRegister }: NoAgentsProps) {
  if (narrowed) {
    return (
      <EmptyState title="No agent fits this." action={<Button onClick={onClear}>Show every agent</Button>}>
        There are agents, but none with all that you asked for.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Every agent will be listed here." action={onRegister && <Button onClick={onRegister}>Register an agent</Button>}>
      <p>
        None is registered yet, and none has asked the gate. An agent that asks without being registered appears here by itself, as a shadow
        agent.
      </p>
      <NeedsOperator what="Registering agents" className="mt-2" />
    </EmptyState>
  );
}
