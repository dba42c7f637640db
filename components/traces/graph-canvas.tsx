"use client";

import clsx from "clsx";
import { Maximize, Minus, Plus } from "lucide-react";
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { IconButton } from "@/components/ui/button";
import { boxDomId, GraphBox } from "./graph-box";
import { labelOf } from "./graph-drawn";
import type { GraphLayout } from "./graph-layout";
import type { GraphEdge } from "./graph-schema";
import type { Laid } from "./use-graph-layout";

type Props = {
  readonly laid: Laid;
  /** The place of the node that is open; -1 when none is. */
  readonly open: number;
  readonly onOpen: (place: number) => void;
};

const ZOOMS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2] as const;
const nearest = (zoom: number, by: 1 | -1): number =>
  (by > 0 ? ZOOMS.find((one) => one > zoom + 0.01) : ZOOMS.findLast((one) => one < zoom - 0.01)) ?? zoom;

/** The graph as a picture. It scrolls, so that touch, wheel and keys move it as they move any page. */
export function GraphCanvas({ laid: { of, layout }, open, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { zoom, zoomTo, fit } = useZoom(scroller, layout);
  const at = of.nodes.findIndex(({ place }) => place === open);
  const focus = (to: number) => {
    const node = of.nodes[Math.max(0, Math.min(of.nodes.length - 1, to))];
    if (node !== undefined) document.getElementById(boxDomId(node.place))?.focus();
  };
  const focused = () => {
    const here = of.nodes.findIndex(({ place }) => document.activeElement?.id === boxDomId(place));
    return here >= 0 ? here : at;
  };
  useKeys(
    {
      j: { label: "Next kind of steps", run: () => focus(focused() + 1) },
      k: { label: "Kind of steps before", run: () => focus(focused() - 1) },
      "+": { label: "Zoom in", run: () => zoomTo(nearest(zoom, 1)) },
      "-": { label: "Zoom out", run: () => zoomTo(nearest(zoom, -1)) },
      "0": { label: "Show the whole graph", run: fit },
    },
    "Graph",
  );
  const drag = useDrag(scroller);
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        aria-label="Picture of the graph"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="size-full cursor-grab overflow-auto -outline-offset-2 active:cursor-grabbing"
        {...drag}
      >
        <div className="relative m-auto" style={{ width: layout.width * zoom, height: layout.height * zoom }}>
          <div className="absolute origin-top-left" style={{ width: layout.width, height: layout.height, scale: zoom }}>
            <Lines edges={of.edges} layout={layout} open={at} />
            {of.nodes.map((node, i) => {
              const box = layout.boxes[i];
              return box && <GraphBox key={node.key} node={node} box={box} isOpen={i === at} onOpen={() => onOpen(node.place)} />;
            })}
          </div>
        </div>
      </section>
      <fieldset aria-label="Zoom" className="absolute right-4 bottom-3 flex items-center rounded-sm border border-line bg-surface">
        <IconButton label="Zoom out (-)" onClick={() => zoomTo(nearest(zoom, -1))} disabled={zoom <= ZOOMS[0]}>
          <Minus aria-hidden />
        </IconButton>
        <span className="w-11 text-center text-xs text-ink-2">{Math.round(zoom * 100)} %</span>
        <IconButton label="Zoom in (+)" onClick={() => zoomTo(nearest(zoom, 1))} disabled={zoom >= 2}>
          <Plus aria-hidden />
        </IconButton>
        <IconButton label="Show the whole graph (0)" onClick={fit}>
          <Maximize aria-hidden />
        </IconButton>
      </fieldset>
    </div>
  );
}

const LEAST_AT_FIRST = 0.7;

/** How large the picture is drawn. At first as large as fits, though never so small that it cannot be read. */
function useZoom(scroller: RefObject<HTMLDivElement | null>, { width, height }: GraphLayout) {
  const [chosen, setZoom] = useState<number | null>(null);
  const fitting = (least: number): number => {
    const frame = scroller.current;
    if (frame === null) return 1;
    return Math.max(least, Math.min(1, frame.clientWidth / width, frame.clientHeight / height));
  };
  // In step with the size of the frame, which is known once it stands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the reader zoomed to later stays
  useEffect(() => setZoom(fitting(LEAST_AT_FIRST)), []);
  const zoom = chosen ?? 1;
  const zoomTo = (next: number) => {
    const frame = scroller.current;
    if (frame === null) return;
    const middle = { x: (frame.scrollLeft + frame.clientWidth / 2) / zoom, y: (frame.scrollTop + frame.clientHeight / 2) / zoom };
    setZoom(next);
    // What was in the middle stays there.
    requestAnimationFrame(() => frame.scrollTo(middle.x * next - frame.clientWidth / 2, middle.y * next - frame.clientHeight / 2));
  };
  return { zoom, zoomTo, fit: () => zoomTo(fitting(ZOOMS[0])) };
}

/** With a mouse the picture is also drawn along by its ground. */
function useDrag(scroller: RefObject<HTMLDivElement | null>) {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const end = () => {
    from.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const isGround = event.target instanceof Element && event.target.closest("button") === null;
      if (event.pointerType === "mouse" && event.button === 0 && isGround) from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === null) return;
      scroller.current?.scrollBy(from.current.x - event.clientX, from.current.y - event.clientY);
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: end,
    onPointerLeave: end,
  };
}

const STROKES: Record<GraphEdge["turn"], string> = { next: "stroke-line-strong", handoff: "stroke-info", return: "stroke-info" };

/** The ways between the boxes. They are told in words in the table, so assistive technology passes over them here. */
function Lines({ edges, layout, open }: { readonly edges: readonly GraphEdge[]; readonly layout: GraphLayout; readonly open: number }) {
  return (
    <>
      <svg aria-hidden width={layout.width} height={layout.height} className="absolute inset-0 overflow-visible">
        <defs>
          <marker id="graph-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
            <path d="M0 0.5 L7 4 L0 7.5" fill="none" className="stroke-ink-3" strokeWidth="1.4" />
          </marker>
        </defs>
        {edges.map((edge, i) => {
          const isOfOpen = open >= 0 && (edge.from === open || edge.to === open);
          return (
            <path
              key={edge.key}
              d={layout.lines[i]?.path ?? ""}
              fill="none"
              markerEnd="url(#graph-tip)"
              strokeWidth={isOfOpen ? 2 : 1.4}
              strokeDasharray={edge.turn === "return" ? "4 3" : undefined}
              className={clsx(isOfOpen ? "stroke-accent" : edge.isBack ? "stroke-warn" : STROKES[edge.turn])}
            />
          );
        })}
      </svg>
      {edges.map((edge, i) => {
        const box = layout.lines[i]?.label;
        if (box === null || box === undefined) return null;
        return (
          <span
            key={edge.key}
            aria-hidden
            className={clsx(
              "absolute grid place-items-center rounded-[4px] bg-paper text-2xs whitespace-nowrap",
              edge.isBack ? "text-warn" : edge.turn === "next" ? "text-ink-2" : "text-info",
            )}
            style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
          >
            {labelOf(edge)}
          </span>
        );
      })}
    </>
  );
}
