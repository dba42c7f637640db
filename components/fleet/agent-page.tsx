"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type PageKeys, useKeys } from "@/components/shell/use-keys";
import { isMissing } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { AgentView } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { AgentActions } from "./agent-actions";
import { type AgentAct, AgentActs } from "./agent-acts";
import { AgentEstimateSection } from "./agent-estimate";
import { AgentForm } from "./agent-form";
import { AgentGovernance } from "./agent-governance";
import { AgentHistory } from "./agent-history";
import { AgentStateMark } from "./agent-state";
import { GrantedTools } from "./granted-tools";
import { Facts, PageSection } from "./page-section";
import { StateDialog } from "./state-dialog";
import { StopDialog } from "./stop-dialog";
import { SuspendedBand } from "./suspended-band";

const PARENT = (
  <Link href="/agents" className="hover:underline">
    Agents
  </Link>
);

/** One agent: what it is, what it may call, what it did, and the means to stop it. */
export function AgentPage({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const agent = useQuery(trpc.fleet.agent.queryOptions({ name }));
  if (agent.isSuccess) return <Loaded agent={agent.data} />;
  if (agent.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={cleanLine(name, 128)} state="Loading…" />
        <SkeletonRows rows={8} label="Loading the agent" />
      </>
    );
  }
  return (
    <>
      <PageHeader parent={PARENT} title={cleanLine(name, 128)} />
      {isMissing(agent.error) ? (
        <EmptyState title="There is no agent of this name." action={<ButtonLink href="/agents">See every agent</ButtonLink>}>
          It is not registered, and nothing of this name has asked the gate.
        </EmptyState>
      ) : (
        <ErrorState title="The agent could not be read." onRetry={() => void agent.refetch()} isRetrying={agent.isFetching}>
          {agent.error.message}
        </ErrorState>
      )}
    </>
  );
}

function Loaded({ agent }: { readonly agent: AgentView }) {
  const [act, setAct] = useState<AgentAct | null>(null);
  const keys: PageKeys = {
    ...(agent.can.edit ? { e: { label: agent.state === "shadow" ? "Register" : "Edit", run: () => setAct("edit") } } : {}),
    ...(agent.can.kill ? { "Shift+K": { label: "Kill", run: () => setAct("kill") } } : {}),
    ...(agent.can.askRestore ? { r: { label: "Restore", run: () => setAct("restore") } } : {}),
  };
  useKeys(keys, "Agent");
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={cleanLine(agent.name, 128)}
        state={<StateSentence agent={agent} />}
        actions={
          <>
            {agent.state !== "shadow" && agent.state !== "retired" && (
              <ButtonLink href={`/maturity/readiness/${encodeURIComponent(agent.name)}`}>Readiness</ButtonLink>
            )}
            <AgentActs agent={agent} onAct={setAct} />
          </>
        }
      />
      {agent.state === "suspended" && <SuspendedBand agent={agent} onRestore={() => setAct("restore")} />}
      <WhatItIs agent={agent} />
      <AgentGovernance agent={agent} />
      <AgentEstimateSection name={agent.name} />
      <GrantedTools agent={agent} />
      <AgentActions name={agent.name} />
      <AgentHistory history={agent.history} />
      {act !== null && <ActDialog agent={agent} act={act} onClose={() => setAct(null)} />}
    </>
  );
}

type ActDialogProps = { readonly agent: AgentView; readonly act: AgentAct; readonly onClose: () => void };

function ActDialog({ agent, act, onClose }: ActDialogProps) {
  switch (act) {
    case "edit":
      return <AgentForm agent={agent} onClose={onClose} />;
    case "go_live":
      return <StateDialog agent={agent} to="live" onClose={onClose} />;
    case "retire":
      return <StateDialog agent={agent} to="retired" onClose={onClose} />;
    case "kill":
    case "restore":
      return <StopDialog name={agent.name} act={act} onClose={onClose} />;
  }
}

const Nothing = ({ children }: { readonly children: string }) => <span className="text-ink-3">{children}</span>;

function WhatItIs({ agent }: { readonly agent: AgentView }) {
  const { owner } = agent;
  return (
    <PageSection title="What it is">
      <Facts
        facts={[
          { label: "Purpose", value: agent.purpose || <Nothing>Nobody has said.</Nothing> },
          { label: "Owner", value: owner ? `${owner.name}, ${owner.email}` : <Nothing>Nobody answers for it.</Nothing> },
          { label: "Team", value: agent.team?.name ?? <Nothing>None</Nothing> },
          { label: "Environment", value: agent.environment },
          { label: "First seen", value: <Time at={agent.firstSeenAt} /> },
        ]}
      />
    </PageSection>
  );
}

function StateSentence({ agent }: { readonly agent: AgentView }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <AgentStateMark state={agent.state} />
      <span>
        since <Time at={agent.stateAt} />
        {agent.state === "shadow" && ". Nobody has registered it, so nobody answers for it."}
        {agent.state === "retired" && ". It stays on the record and cannot come back."}
      </span>
    </span>
  );
}
