"use client";

import clsx from "clsx";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { sentenceOf } from "@/components/trpc/failure";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { SavedViews } from "@/components/views/saved-views";
import { compareHref } from "./compare-address";
import { NoTraces } from "./no-traces";
import { isNarrowed, NOTHING_NARROWED, TRACES_PARAMS, traceHref, tracesQuery } from "./trace-address";
import { TracesFilters } from "./traces-filters";
import { TracesTable, traceRowId } from "./traces-table";
import { TracesTabs } from "./traces-tabs";
import { useTraces } from "./use-traces";

/** Every run that was told of, newest first unless another order was asked for. */
export function TracesPage() {
  const router = useRouter();
  const searchRef = useRef<HTMLInputElement>(null);
  const [params, setParams] = useQueryStates(TRACES_PARAMS);
  const { query, traces, searchedTo } = useTraces(params);
  const [selected, setSelected] = useState<string | null>(null);
  const at = traces.findIndex(({ traceId }) => traceId === selected);
  const move = (to: number) => {
    const next = traces[Math.max(0, Math.min(traces.length - 1, to))];
    if (next === undefined) return;
    setSelected(next.traceId);
    document.getElementById(traceRowId(next.traceId))?.scrollIntoView({ block: "nearest" });
  };
  useKeys(
    {
      j: { label: "Next trace", run: () => move(at + 1), isEnabled: traces.length > 0 },
      k: { label: "Trace before", run: () => move(at - 1), isEnabled: traces.length > 0 },
      Enter: { label: "Open the trace", isEnabled: at >= 0, run: () => router.push(traceHref(traces[at]?.traceId ?? "")) },
      c: { label: "Compare", run: () => router.push(compareHref(selected)) },
      "/": { label: "Find", run: () => searchRef.current?.focus() },
    },
    "Traces",
  );
  const clear = () => void setParams(NOTHING_NARROWED);
  return (
    <>
      <PageHeader
        title="Traces"
        state="What agents did, step by step, and by whose authority. The list follows what comes in."
        actions={
          <>
            <SavedViews page="traces" base="/traces" query={tracesQuery(params)} everything="All traces" />
            <ButtonLink href={compareHref(selected)}>Compare</ButtonLink>
          </>
        }
      />
      <TracesTabs current="traces" />
      <TracesFilters params={params} onChange={(change) => void setParams(change)} searchRef={searchRef} />
      {query.isPending && <SkeletonRows rows={14} label="Loading traces" />}
      {query.isError && traces.length === 0 && (
        <ErrorState title="The traces could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)} What was sent is kept.
        </ErrorState>
      )}
      {query.isSuccess && traces.length === 0 && query.hasNextPage && searchedTo !== null && (
        <p role="status" className="px-4 py-3 text-sm text-ink-2 md:px-6">
          {query.isFetchingNextPage ? "Looking further back than " : "Nothing fits as far back as "}
          <Time at={searchedTo} />.
        </p>
      )}
      {query.isSuccess && traces.length === 0 && !query.hasNextPage && <NoTraces isNarrowed={isNarrowed(params)} onClear={clear} />}
      {traces.length > 0 && (
        <div className={clsx(query.isPlaceholderData && "opacity-60")}>
          <TracesTable traces={traces} selected={selected} />
        </div>
      )}
      {traces.length > 0 && searchedTo !== null && (
        <p className="px-4 pt-3 text-sm text-ink-2 md:px-6">
          {params.sort === null || params.sort === "newest" ? "Looked through the traces back to " : "The foremost of the traces back to "}
          <Time at={searchedTo} />.
        </p>
      )}
      {query.hasNextPage && (
        <p className="px-4 py-3 md:px-6">
          <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            {searchedTo === null ? "Show older traces" : "Look further back"}
          </Button>
        </p>
      )}
    </>
  );
}
