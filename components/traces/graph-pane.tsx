"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatMicroUsd } from "@/components/ui/format-money";
import { SidePane } from "@/components/ui/side-pane";
import { lastingWords, named, tokenWords } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import type { Graph } from "./graph-schema";
import { KindMark, StatusMark, UngovernedMark } from "./marks";
import { stepAt, titleOf } from "./read-skeleton";
import { KIND_WORDS } from "./trace-words";

type Props = {
  readonly skeleton: Skeleton;
  readonly graph: Graph;
  readonly place: number;
  readonly onOpen: (spanId: string) => void;
  readonly onClose: () => void;
};

export const GRAPH_PANE_ID = "open-node";
const PAGE = 100;

/** The steps behind one node of the graph, in the order in which they ran. */
export function GraphPane({ skeleton, graph: { nodes, nodeOf }, place, onOpen, onClose }: Props) {
  const [shown, setShown] = useState(PAGE);
  // In step with the page's scroll: on a phone it opens below the picture.
  useEffect(() => document.getElementById(GRAPH_PANE_ID)?.scrollIntoView({ block: "nearest" }), []);
  const node = nodes[place];
  if (node === undefined) return null;
  const indexes: number[] = [];
  for (let index = nodeOf.indexOf(place); index >= 0; index = nodeOf.indexOf(place, index + 1)) indexes.push(index);
  indexes.sort((a, b) => (skeleton.offsetUs[a] ?? 0) - (skeleton.offsetUs[b] ?? 0) || a - b);
  const head = (
    <span className="mr-auto flex items-center gap-1.5 text-xs text-ink-3">
      <KindMark kind={node.kind} />
      <span aria-hidden>{KIND_WORDS[node.kind]}</span>
      {node.agent !== null && node.kind !== "agent" && <span>of {named(node.agent)}</span>}
    </span>
  );
  return (
    <SidePane id={GRAPH_PANE_ID} label="Steps behind it" from="lg" head={head} onClose={onClose}>
      <div className="px-4 pb-6 md:px-5">
        <h2 className="pt-1 text-base font-semibold wrap-anywhere">{named(node.name)}</h2>
        <p className="pb-3 text-sm text-ink-2">
          {node.steps === 1 ? "One step" : `${node.steps.toLocaleString("en-GB")} steps`}, {lastingWords(node.durationUs)} in all
          {node.tokens !== null && `, ${tokenWords(node.tokens)} tokens`}
          {node.counted > 0 && `, ${node.costMicroUsd === null ? "cost unknown" : formatMicroUsd(String(node.costMicroUsd))}`}.
        </p>
        <ol className="border-t border-line">
          {indexes.slice(0, shown).map((index) => (
            <StepLine key={index} skeleton={skeleton} index={index} onOpen={onOpen} />
          ))}
        </ol>
        {indexes.length > shown && (
          <Button size="sm" className="mt-3" onClick={() => setShown(shown + PAGE)}>
            Show {Math.min(PAGE, indexes.length - shown)} more of {indexes.length.toLocaleString("en-GB")}
          </Button>
        )}
      </div>
    </SidePane>
  );
}

type LineProps = Pick<Props, "skeleton" | "onOpen"> & { readonly index: number };

function StepLine({ skeleton, index, onOpen }: LineProps) {
  const step = stepAt(skeleton, index);
  if (step === null) return null;
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={() => onOpen(step.spanId)}
        className="flex w-full items-center gap-3 py-1.5 text-left text-sm hover:bg-sunken max-md:py-2.5"
      >
        <span className="w-11 shrink-0 text-xs text-ink-3">{(index + 1).toLocaleString("en-GB")}</span>
        <span className="min-w-0 flex-1 truncate">{named(titleOf(step))}</span>
        {step.status !== "ok" ? <StatusMark status={step.status} /> : step.isUngoverned && <UngovernedMark>ungoverned</UngovernedMark>}
        <span className="shrink-0 text-xs text-ink-2">{step.durationUs === null ? "running" : lastingWords(step.durationUs)}</span>
      </button>
    </li>
  );
}
