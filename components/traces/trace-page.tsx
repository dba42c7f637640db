"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton as Place, SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { costWords, counted, lastingWords, named, tokenWords } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import { extentOf } from "./read-skeleton";
import { Story } from "./story";
import { TraceActions } from "./trace-actions";
import { READINGS, type Reading, TRACE_PARAMS, traceHref } from "./trace-address";
import { asideWords, taskWords, traceSentence } from "./trace-words";
import { useSkeleton } from "./use-skeleton";
import { useStandings } from "./use-traces";

const Timeline = dynamic(() => import("./timeline").then((module) => module.Timeline), {
  loading: () => <SkeletonRows rows={14} rowClassName="h-6" label="Loading the steps" />,
});

const Graph = dynamic(() => import("./graph").then((module) => module.Graph), {
  loading: () => <SkeletonRows rows={6} rowClassName="h-24" label="Loading the graph" />,
});

const Conversation = dynamic(() => import("./conversation").then((module) => module.Conversation), {
  loading: () => <SkeletonRows rows={6} rowClassName="h-24" label="Loading the conversation" />,
});

/** One trace: what it is, and its readings. */
export function TracePage({ traceId }: { readonly traceId: string }) {
  const query = useSkeleton(traceId);
  if (query.data !== undefined) return <Loaded skeleton={query.data} />;
  if (query.isPending) return <Loading />;
  if (isMissing(query.error) || query.error?.data?.code === "BAD_REQUEST") {
    return (
      <EmptyState title="There is no such trace" action={<ButtonLink href="/traces">All traces</ButtonLink>}>
        It may not have arrived yet, or it is past the time for which traces are kept. The record of actions stays in the audit log.
      </EmptyState>
    );
  }
  return (
    <ErrorState title="The trace could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
      {query.error && sentenceOf(query.error)} What was sent is kept.
    </ErrorState>
  );
}

const Loading = () => (
  <div role="status" aria-label="Loading the trace">
    <div className="flex flex-col gap-2 px-4 pt-5 pb-4 md:px-6">
      <Place className="h-5 w-72 max-w-full" />
      <Place className="h-3 w-96 max-w-full" />
    </div>
    <SkeletonRows rows={12} rowClassName="h-6" />
  </div>
);

const UP = (
  <Link href="/traces" className="hover:text-ink">
    Traces
  </Link>
);

function Loaded({ skeleton }: { readonly skeleton: Skeleton }) {
  const { trace } = skeleton;
  const [{ view, step }, setParams] = useQueryStates(TRACE_PARAMS);
  const standing = useStandings([trace])[trace.traceId];
  const open = (next: string | null) => void setParams({ step: next });
  return (
    <div className={view === "story" ? undefined : "flex flex-col md:h-frame"}>
      <PageHeader
        parent={UP}
        title={taskWords(trace)}
        actions={<TraceActions trace={trace} />}
        state={
          <>
            {trace.agent === null ? "An agent that names itself nowhere" : named(trace.agent)} began{" "}
            <Time at={trace.startedAt} precision="second" />
            {trace.initiator !== null && ` and says that ${named(trace.initiator.id)} set it off`}. {traceSentence(trace, standing)}
          </>
        }
      />
      <Facts skeleton={skeleton} view={view} step={step} />
      {view === "story" && <Story skeleton={skeleton} />}
      {view === "timeline" && <Timeline skeleton={skeleton} openId={step} onOpen={open} />}
      {view === "graph" && <Graph skeleton={skeleton} openId={step} onOpen={open} />}
      {view === "conversation" && <Conversation skeleton={skeleton} openId={step} onOpen={open} />}
    </div>
  );
}

const READING_NAMES = {
  story: "Story",
  timeline: "Timeline",
  graph: "Graph",
  conversation: "Conversation",
} as const satisfies Record<Reading, string>;

type FactsProps = { readonly skeleton: Skeleton; readonly view: Reading; readonly step: string | null };

function Facts({ skeleton, view, step }: FactsProps) {
  const { trace } = skeleton;
  const cost = costWords(trace);
  const tokens = Number(trace.inputTokens) + Number(trace.outputTokens);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-line px-2 pb-2 md:px-4">
      <Tabs
        label="Readings"
        tabs={READINGS.map((reading) => ({
          label: READING_NAMES[reading],
          href: traceHref(trace.traceId, { view: reading, step }),
          isCurrent: view === reading,
        }))}
      />
      <p className="flex flex-wrap items-center gap-x-5 px-2 text-sm text-ink-2 md:ml-auto">
        {asideWords(trace) !== null && <span>{asideWords(trace)}</span>}
        <span>{counted(trace.steps, "step")}</span>
        <span>{lastingWords(extentOf(skeleton))}</span>
        {tokens > 0 && <span>{tokenWords(tokens)} tokens</span>}
        {cost !== null && <span>{trace.costMicroUsd === null ? "cost unknown" : cost}</span>}
        <span className="flex items-center text-ink-3">
          <Mono isShort>{trace.traceId}</Mono>
          <CopyButton value={trace.traceId} label="Copy the trace's id" />
        </span>
      </p>
    </div>
  );
}
