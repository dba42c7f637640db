"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Table2, Waypoints } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useMedia } from "@/components/approvals/use-media";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton as Place } from "@/components/ui/skeleton";
import type { Skeleton } from "@/server/traces/schema";
import { GRAPH_PARAMS } from "./graph-address";
import { GraphCanvas } from "./graph-canvas";
import { drawnOf, graphSentence, loopWords } from "./graph-drawn";
import type { Alike } from "./graph-loops";
import { GRAPH_PANE_ID, GraphPane } from "./graph-pane";
import type { Graph as PreparedGraph } from "./graph-schema";
import { GraphTable } from "./graph-table";
import { prepareGraph } from "./prepare-graph";
import { StepPane } from "./step-pane";
import { useGraphLayout } from "./use-graph-layout";

type Props = { readonly skeleton: Skeleton; readonly openId: string | null; readonly onOpen: (spanId: string | null) => void };

/** The trace by agent and by what was done: who led to what, how often, and where it went round. */
export function Graph({ skeleton, openId, onOpen }: Props) {
  const { traceId } = skeleton.trace;
  const { data: repeats } = useQuery(useTRPC().traces.repeats.queryOptions({ traceId }, { staleTime: 60_000 }));
  const graph = useMemo(() => prepareGraph(skeleton, alikeOf(skeleton, repeats?.groups ?? [])), [skeleton, repeats]);
  const [{ node, table }, setParams] = useQueryStates(GRAPH_PARAMS);
  // The step that another reading opened shows where it lies.
  const ofStep = graph.nodeOf[openId === null ? -1 : skeleton.spanId.indexOf(openId)] ?? -1;
  const open = ofStep >= 0 ? ofStep : graph.nodes.findIndex(({ key }) => key === node);
  const openNode = (place: number) => {
    if (place === open && openId === null) document.getElementById(GRAPH_PANE_ID)?.focus();
    onOpen(null);
    void setParams({ node: graph.nodes[place]?.key ?? null });
  };
  // From a step one comes back to the steps beside it.
  const closeStep = () => {
    onOpen(null);
    void setParams({ node: graph.nodes[open]?.key ?? null });
  };
  const closeNode = () => void setParams({ node: null });
  const hasPane = openId !== null || open >= 0;
  useKeys(
    {
      v: { label: table ? "See it as a picture" : "See it as a table", run: () => void setParams({ table: !table }) },
      Escape: { label: "Close what is open", run: openId === null ? closeNode : closeStep, isEnabled: hasPane },
    },
    "Graph",
  );
  if (graph.nodes.length === 0) {
    return (
      <EmptyState title="There is nothing to draw">
        No step of this trace says that it called a model, a tool or an agent. The timeline shows what was sent.
      </EmptyState>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 max-lg:flex-col md:max-lg:overflow-y-auto">
      <section
        aria-label="Graph"
        className={clsx("flex min-w-0 flex-col max-lg:h-[68dvh] max-lg:shrink-0 lg:flex-1", openId !== null && "max-lg:hidden")}
      >
        <Head graph={graph} isTable={table} onToggle={() => void setParams({ table: !table })} />
        {table ? <GraphTable graph={graph} open={open} onOpen={openNode} /> : <Picture graph={graph} open={open} onOpen={openNode} />}
      </section>
      {openId !== null ? (
        <StepPane key={openId} skeleton={skeleton} spanId={openId} onClose={closeStep} />
      ) : (
        open >= 0 && <GraphPane key={open} skeleton={skeleton} graph={graph} place={open} onOpen={onOpen} onClose={closeNode} />
      )}
    </div>
  );
}

/** The steps behind ids that come in groups. */
function alikeOf({ spanId }: Skeleton, groups: readonly (readonly string[])[]): Alike {
  if (groups.length === 0) return [];
  const places = new Map(spanId.map((id, index) => [id, index]));
  return groups.map((ids) => ids.flatMap((id) => places.get(id) ?? []));
}

type HeadProps = { readonly graph: PreparedGraph; readonly isTable: boolean; readonly onToggle: () => void };

function Head({ graph, isTable, onToggle }: HeadProps) {
  const [loop] = graph.loops;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-1.5 md:px-6">
      <p className="min-w-0 text-sm text-ink-2 wrap-anywhere">
        {graphSentence(graph, drawnOf(graph))}
        {loop !== undefined && ` Most often: ${loopWords(graph.nodes, loop)}, ${loop.rounds.toLocaleString("en-GB")} ×.`}
      </p>
      <Button size="sm" variant="quiet" className="ml-auto" shortcut="v" onClick={onToggle}>
        {isTable ? <Waypoints aria-hidden /> : <Table2 aria-hidden />}
        {isTable ? "As a picture" : "As a table"}
      </Button>
    </div>
  );
}

type PictureProps = { readonly graph: PreparedGraph; readonly open: number; readonly onOpen: (place: number) => void };

function Picture({ graph, open, onOpen }: PictureProps) {
  const drawn = useMemo(() => drawnOf(graph), [graph]);
  const isWide = useMedia("(min-width: 48rem)");
  const laid = useGraphLayout(drawn, isWide ? "RIGHT" : "DOWN");
  if (laid === "failed") {
    return (
      <>
        <p role="status" className="px-4 py-2 text-sm text-ink-2 md:px-6">
          This browser could not lay the picture out. Here is the same as a table.
        </p>
        <GraphTable graph={graph} open={open} onOpen={onOpen} />
      </>
    );
  }
  if (laid === null) {
    return (
      <div role="status" aria-label="Laying out the graph" className="grid flex-1 place-items-center p-6">
        <Place className="h-40 w-full max-w-md" />
      </div>
    );
  }
  return <GraphCanvas laid={laid} open={open} onOpen={onOpen} />;
}
