"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { counted } from "@/server/traces/core/words";
import { costSoFar } from "./prepare-card";

/** The run may still be at work while people decide. */
const REFRESH_MS = 10_000;

/** What the run cost until now, by the price table; says so where nothing is known. */
export function CostSoFar({ traceId }: { readonly traceId: string }) {
  const line = useQuery(useTRPC().traces.line.queryOptions({ traceId }, { refetchInterval: REFRESH_MS }));
  if (line.data === undefined) return <p className="text-ink-3">{line.isError ? "It could not be read." : "…"}</p>;
  const trace = line.data;
  if (trace === null) return <p className="text-ink-2">Not known: nothing of this run's trace has come.</p>;
  const { cost, note } = costSoFar(trace);
  return (
    <p>
      {cost}
      <span className="text-ink-3">
        {" "}
        for {counted(trace.llmSteps, "call of a model", "calls of models")}, {counted(trace.steps, "step")}
        {note}
      </span>
    </p>
  );
}
