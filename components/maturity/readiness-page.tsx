"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AgentStateMark } from "@/components/fleet/agent-state";
import { RiskTier } from "@/components/fleet/risk-tier";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { CsvButton } from "@/components/ui/csv-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { cleanLine } from "@/server/kernel/untrusted";
import type { Readiness, ReadinessRow } from "@/server/maturity/fleet-schema";
import { readinessHref } from "./maturity-address";
import { MaturityLink, MaturityTabs } from "./maturity-tabs";
import { prepareReadinessCsv } from "./prepare-readiness";

/** Which agents are ready to work in production, by the criteria that are asked of each. */
export function ReadinessPage() {
  const query = useQuery(useTRPC().maturity.readiness.queryOptions());
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Readiness"
        state="Each agent against what is asked before it works in production. One that is not live is judged as if it were."
        actions={query.data && <CsvButton what="the readiness" file="readiness" csv={() => prepareReadinessCsv(query.data.agents)} />}
      />
      <MaturityTabs current="readiness" />
      {query.data ? (
        <Body readiness={query.data} />
      ) : query.isError ? (
        <ErrorState title="The readiness could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <SkeletonRows rows={8} label="The readiness is loading" />
      )}
    </>
  );
}

function Body({ readiness: { agents, at } }: { readonly readiness: Readiness }) {
  if (agents.length === 0) {
    return (
      <EmptyState title="No agent is registered" action={<ButtonLink href="/agents">See the agents</ButtonLink>}>
        Register an agent, and its checklist is here at once.
      </EmptyState>
    );
  }
  return (
    <div className="pb-10">
      <Table caption="Agents and how many points of the checklist hold">
        <thead>
          <tr>
            <Th className="w-full">Agent</Th>
            <Th>State</Th>
            <Th className="max-md:hidden">Team</Th>
            <Th className="max-md:hidden">Risk</Th>
            <Th isNumeric>Hold</Th>
            <Th isNumeric>Do not</Th>
            <Th isNumeric className="max-sm:hidden">
              Too little data
            </Th>
            <Th isNumeric className="max-sm:hidden">
              Core open
            </Th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <Line key={agent.id} agent={agent} />
          ))}
        </tbody>
      </Table>
      <p className="px-4 pt-3 text-xs text-pretty text-ink-3 md:px-6">
        What an agent is, is read now.{" "}
        {at === null ? (
          "What agents did is counted once a day; it was not counted yet."
        ) : (
          <>
            What agents did was counted <Time at={at} format="relative" />.
          </>
        )}
      </p>
    </div>
  );
}

function Line({ agent: { name, state, team, riskTier, environment, count } }: { readonly agent: ReadinessRow }) {
  return (
    <Tr>
      <Td className="min-w-36 wrap-anywhere">
        <Link href={readinessHref(name)} className="rounded-sm font-medium hover:underline">
          {cleanLine(name, 128)}
        </Link>
        <span className="block text-xs text-ink-3">{environment}</span>
      </Td>
      <Td>
        <AgentStateMark state={state} />
      </Td>
      <Td className="whitespace-nowrap text-ink-2 max-md:hidden">{team ?? "–"}</Td>
      <Td className="max-md:hidden">
        <RiskTier tier={riskTier} />
      </Td>
      <Td isNumeric className="font-medium">
        {count.met} of {count.met + count.notMet + count.unknown}
      </Td>
      <Td isNumeric>{count.notMet}</Td>
      <Td isNumeric className="text-ink-2 max-sm:hidden">
        {count.unknown}
      </Td>
      <Td isNumeric className="max-sm:hidden">
        {count.coresOpen}
      </Td>
    </Tr>
  );
}
