"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AgentStateMark } from "@/components/fleet/agent-state";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { cleanLine } from "@/server/kernel/untrusted";
import type { AgentReadiness, Checklist, Point } from "@/server/maturity/fleet-schema";
import { criterionHref } from "./maturity-address";
import { prepareVerdict, prepareWhyPoint, shownState } from "./prepare-readiness";
import { StateWords } from "./state-words";

const PARENT = (
  <Link href="/maturity/readiness" className="hover:underline">
    Readiness
  </Link>
);

/** One agent's checklist for the review before it works in production. */
export function AgentReadinessPage({ name }: { readonly name: string }) {
  const query = useQuery(useTRPC().maturity.agentReadiness.queryOptions({ agent: name }));
  if (query.data) return <Loaded readiness={query.data} />;
  return (
    <>
      <PageHeader parent={PARENT} title={cleanLine(name, 128)} />
      {query.isPending ? (
        <SkeletonRows rows={10} label="The checklist is loading" />
      ) : isMissing(query.error) ? (
        <EmptyState
          title="There is no checklist of this agent"
          action={<ButtonLink href="/maturity/readiness">See every agent</ButtonLink>}
        >
          It is not registered, or it is retired.
        </EmptyState>
      ) : (
        <ErrorState title="The checklist could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
    </>
  );
}

function Loaded({ readiness: { agent, count, checklist, countedAt } }: { readonly readiness: AgentReadiness }) {
  return (
    <div className="max-w-5xl">
      <PageHeader
        parent={PARENT}
        title={cleanLine(agent.name, 128)}
        state={prepareVerdict(count)}
        actions={<ButtonLink href={`/agents/${encodeURIComponent(agent.name)}`}>See the agent</ButtonLink>}
      />
      <div className="px-4 pb-10 md:px-6">
        <p className="flex flex-wrap gap-x-4 gap-y-1 pb-4 text-sm text-ink-2">
          <AgentStateMark state={agent.state} />
          <span>
            {agent.environment}, {agent.riskTier} risk{agent.team !== null && `, ${agent.team}`}
          </span>
          {agent.state !== "live" && <span>Judged as if it were live in production.</span>}
          <span className="text-ink-3">
            {countedAt === null ? (
              "What it did was not counted yet."
            ) : (
              <>
                What it did was counted <Time at={countedAt} format="relative" />.
              </>
            )}
          </span>
        </p>
        {checklist.map((part) => (
          <Part key={part.title} part={part} />
        ))}
      </div>
    </div>
  );
}

const Part = ({ part: { title, points } }: { readonly part: Checklist[number] }) => (
  <Section title={title}>
    <Table caption={title} isInset>
      <thead>
        <tr>
          <Th>State</Th>
          <Th className="max-md:hidden">Id</Th>
          <Th className="w-full">Point</Th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <Line key={point.id} point={point} />
        ))}
      </tbody>
    </Table>
  </Section>
);

function Line({ point }: { readonly point: Point }) {
  const { id, text, isCore, action } = point;
  const state = shownState(point);
  const isOpen = state !== "met" && state !== "not_applicable";
  return (
    <Tr>
      <Td className="py-2.5 align-top">
        <StateWords state={state} isCore={isCore} />
        {point.state === "whole" && <span className="block pl-[23px] text-xs text-ink-3">organisation</span>}
      </Td>
      <Td className="py-2.5 align-top whitespace-nowrap text-ink-3 max-md:hidden">
        {id}
        {isCore && <span className="block text-xs">core</span>}
      </Td>
      <Td className="py-2.5 align-top">
        <Link href={criterionHref(id)} className="rounded-sm font-medium text-pretty hover:underline">
          {text}
        </Link>
        <span className="block text-xs text-pretty text-ink-2">{prepareWhyPoint(point)}</span>
        {isOpen && <span className="block text-xs text-pretty text-ink-3">To close it: {action}.</span>}
      </Td>
    </Tr>
  );
}
