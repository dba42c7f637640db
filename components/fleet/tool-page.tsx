"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { isMissing } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { ToolView } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { AgentStateMark } from "./agent-state";
import { agentHref } from "./fleet-address";
import { Facts, PageSection } from "./page-section";
import { SIDE_EFFECT_WORDS } from "./side-effect";
import { ToolForm } from "./tool-form";

const PARENT = (
  <Link href="/agents/tools" className="hover:underline">
    Tools
  </Link>
);

/** One tool: what a call does, what it takes, who may call it. */
export function ToolPage({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const tool = useQuery(trpc.fleet.tool.queryOptions({ name }));
  if (tool.isSuccess) return <Loaded tool={tool.data} />;
  const title = cleanLine(name, 128);
  if (tool.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={title} state="Loading…" />
        <SkeletonRows rows={8} label="Loading the tool" />
      </>
    );
  }
  return (
    <>
      <PageHeader parent={PARENT} title={title} />
      {isMissing(tool.error) ? (
        <EmptyState title="There is no tool of this name." action={<ButtonLink href="/agents/tools">See every tool</ButtonLink>} />
      ) : (
        <ErrorState title="The tool could not be read." onRetry={() => void tool.refetch()} isRetrying={tool.isFetching}>
          {tool.error.message}
        </ErrorState>
      )}
    </>
  );
}

function Loaded({ tool }: { readonly tool: ToolView }) {
  const trpc = useTRPC();
  const [isEditing, setIsEditing] = useState(false);
  const archive = useMutation(trpc.fleet.archiveTool.mutationOptions({ onError: (error) => toast.error(error.message) }));
  const isArchived = tool.archivedAt !== null;
  useKeys(tool.can.edit ? { e: { label: "Edit", run: () => setIsEditing(true) } } : {}, "Tool");
  const effect = SIDE_EFFECT_WORDS[tool.sideEffect];
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={<Mono>{tool.name}</Mono>}
        state={isArchived ? "Archived: the gate does not know it." : `Version ${tool.version}. ${effect.word}.`}
        actions={
          tool.can.edit && (
            <>
              <Button isPending={archive.isPending} onClick={() => archive.mutate({ name: tool.name, isArchived: !isArchived })}>
                {isArchived ? "Bring back" : "Archive"}
              </Button>
              <Button shortcut="e" onClick={() => setIsEditing(true)}>
                Edit
              </Button>
            </>
          )
        }
      />
      <PageSection title="What a call does">
        <Facts
          facts={[
            { label: "Does", value: tool.description },
            { label: "Leaves behind", value: `${effect.word}. ${effect.hint}` },
            {
              label: "In plain words",
              value: tool.summary ?? <span className="text-ink-3">None: people read the name and the resource.</span>,
            },
            { label: "Changed", value: <Time at={tool.updatedAt} /> },
          ]}
        />
      </PageSection>
      <ArgumentsSection tool={tool} />
      <PageSection title="Granted to" count={tool.agents.length}>
        {tool.agents.length === 0 && <p className="px-4 text-ink-2 md:px-6">No agent. Grant it on the page of an agent.</p>}
        <ul className="px-4 md:px-6">
          {tool.agents.map((agent) => (
            <li key={agent.name} className="flex min-h-9 items-center gap-4">
              <Link href={agentHref(agent.name)} className="link">
                {cleanLine(agent.name, 128)}
              </Link>
              <AgentStateMark state={agent.state} />
            </li>
          ))}
        </ul>
      </PageSection>
      {isEditing && <ToolForm tool={tool} onClose={() => setIsEditing(false)} />}
    </>
  );
}

function ArgumentsSection({ tool }: { readonly tool: ToolView }) {
  return (
    <PageSection title="Arguments">
      <div className="flex flex-col gap-2 px-4 md:px-6">
        {tool.sensitiveArgs.length > 0 && (
          <p>
            <span className="text-ink-3">Shown only to those who must see them:</span>{" "}
            {tool.sensitiveArgs.map((pointer) => (
              <Mono key={pointer} className="mr-2">
                {pointer}
              </Mono>
            ))}
          </p>
        )}
        {tool.argsSchema === null ? (
          <p className="text-ink-2">No schema is known, so arguments are not checked.</p>
        ) : (
          <pre className="rounded-sm bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
            {JSON.stringify(tool.argsSchema, null, 2)}
          </pre>
        )}
      </div>
    </PageSection>
  );
}
