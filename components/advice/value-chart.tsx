"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { prepareValueChart, type Task } from "./prepare-advice";

// What draws charts is loaded with the first one, so that no other page pays for it.
const ValuePoints = dynamic(() => import("@/components/charts/value-points"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

/** Success against cost of a run, by model, with 95 % intervals. */
export function ValueChart({ task }: { readonly task: Task }) {
  const chart = prepareValueChart(task);
  if (chart === null) {
    return (
      <p className="rounded-sm bg-sunken px-4 py-3 text-sm text-pretty text-ink-2">
        There is nothing to draw yet: it takes runs whose cost and whose outcome are known.
      </p>
    );
  }
  return (
    <>
      <p className="text-xs text-ink-3">runs that succeed</p>
      <div className="h-56">
        <ValuePoints {...chart} label={`Success against cost per run in ${task.task.taskClass}, by model`} />
      </div>
      <p className="text-right text-xs text-ink-3">cost per run</p>
    </>
  );
}
