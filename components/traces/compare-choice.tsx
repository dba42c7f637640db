"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { costWords, counted, lastingWords, named } from "@/server/traces/core/words";
import type { TraceLine } from "@/server/traces/schema";
import type { ToldStanding } from "@/server/traces/standings";
import { compareHref } from "./compare-address";
import { asideWords, taskWords } from "./trace-words";
import { TraceOutcome } from "./traces-outcome";
import { useStandings } from "./use-traces";

/** As many recent runs as are offered. */
const OFFERED = 60;
const NONE: readonly TraceLine[] = [];

type Props = { readonly a: string | null; readonly up: ReactNode };

const alikeOf = (trace: TraceLine | null) => {
  if (trace === null) return {};
  if (trace.taskClass !== null) return { taskClass: trace.taskClass };
  return trace.agent === null ? {} : { agent: trace.agent };
};

/** The runs to choose from: the first freely, the second among those of the same kind of work. */
export function CompareChoice({ a, up }: Props) {
  const first = useQuery(useTRPC().traces.skeleton.queryOptions({ traceId: a ?? "" }, { enabled: a !== null, staleTime: 30_000 }));
  if (first.isError && isMissing(first.error)) {
    return (
      <EmptyState title="There is no such trace" action={<ButtonLink href={compareHref(null)}>Choose two</ButtonLink>}>
        It may not have arrived yet, or it is past the time for which traces are kept.
      </EmptyState>
    );
  }
  const trace = first.data?.trace ?? null;
  return (
    <>
      <PageHeader parent={up} title="Compare" state={stateWords(trace)} />
      {a !== null && first.isPending ? <SkeletonRows rows={12} label="Loading traces" /> : <Offers a={a} trace={trace} />}
    </>
  );
}

function Offers({ a, trace }: { readonly a: string | null; readonly trace: TraceLine | null }) {
  const list = useQuery(useTRPC().traces.list.queryOptions({ ...alikeOf(trace), limit: OFFERED }));
  const standings = useStandings(list.data?.items ?? NONE);
  if (list.isPending) return <SkeletonRows rows={12} label="Loading traces" />;
  if (list.data === undefined) {
    return (
      <ErrorState title="The traces could not be read" onRetry={() => void list.refetch()} isRetrying={list.isFetching}>
        {sentenceOf(list.error)}
      </ErrorState>
    );
  }
  const offered = list.data.items.filter(({ traceId }) => traceId !== a);
  if (offered.length === 0) {
    return (
      <EmptyState title="Nothing to compare with" action={<ButtonLink href="/traces">All traces</ButtonLink>}>
        {a === null ? "No agent has told of its work yet." : "No other run of this kind of work has been told of."}
      </EmptyState>
    );
  }
  return (
    <ul className="border-t border-line">
      {offered.map((line) => (
        <Offer
          key={line.traceId}
          line={line}
          standing={standings[line.traceId]}
          href={a === null ? compareHref(line.traceId) : compareHref(a, line.traceId)}
        />
      ))}
    </ul>
  );
}

function stateWords(trace: TraceLine | null): string {
  if (trace === null) return "Choose the first of two runs.";
  const kind = trace.taskClass === null ? "" : ` of the task class ${named(trace.taskClass)}`;
  return `Choose a run${kind} to set beside ${taskWords(trace)}.`;
}

type OfferProps = { readonly line: TraceLine; readonly standing: ToldStanding | undefined; readonly href: string };

const Offer = ({ line, standing, href }: OfferProps) => (
  <li className="relative border-b border-line px-4 py-2 hover:bg-sunken md:px-6">
    <Link href={href} prefetch={false} className="font-medium wrap-anywhere after:absolute after:inset-0">
      {taskWords(line)}
    </Link>
    <span className="flex flex-wrap gap-x-4 text-sm text-ink-2">
      <TraceOutcome trace={line} standing={standing} />
      <span>{line.agent === null ? "agent not named" : named(line.agent)}</span>
      {asideWords(line) !== null && <span>{asideWords(line)}</span>}
      <span>{counted(line.steps, "step")}</span>
      <span>{lastingWords(line.durationMs * 1_000)}</span>
      {costWords(line) !== null && <span>{costWords(line) === "unknown" ? "cost unknown" : costWords(line)}</span>}
      <Time at={line.startedAt} />
    </span>
  </li>
);
