"use client";

import { useEffect, useState } from "react";
import type { DrawnGraph } from "./graph-drawn";
import { type Direction, type GraphLayout, type GraphLayouter, graphLayouter } from "./graph-layout";

export type Laid = { readonly of: DrawnGraph; readonly direction: Direction; readonly layout: GraphLayout };

/** Where a graph is drawn, once the worker has laid it out; `failed` where no worker runs. What was drawn stays meanwhile. */
export function useGraphLayout(graph: DrawnGraph, direction: Direction): Laid | "failed" | null {
  const [layouter, setLayouter] = useState<GraphLayouter | null>(null);
  const [laid, setLaid] = useState<Laid | "failed" | null>(null);
  // The worker lives as long as the graph is on screen.
  useEffect(() => {
    const own = graphLayouter();
    setLayouter(own);
    return own.release;
  }, []);
  useEffect(() => {
    if (layouter === null) return;
    let isWanted = true;
    const settle = (next: Laid | "failed") => isWanted && setLaid(next);
    layouter.layOut(graph, direction).then(
      (layout) => settle({ of: graph, direction, layout }),
      () => settle("failed"),
    );
    return () => {
      isWanted = false;
    };
  }, [layouter, graph, direction]);
  return laid !== null && laid !== "failed" && laid.direction !== direction ? null : laid;
}
