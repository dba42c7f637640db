import clsx from "clsx";
import { sentenceOf } from "@/components/trpc/failure";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { ToldStanding } from "@/server/traces/standings";
import { NoTraces } from "./no-traces";
import { isNarrowed, NOTHING_NARROWED, type TracesParams } from "./trace-address";
import { TracesTable } from "./traces-table";
import type { useTraces } from "./use-traces";

type Props = {
  readonly params: TracesParams;
  readonly setParams: (change: Partial<TracesParams>) => unknown;
  readonly found: ReturnType<typeof useTraces>;
  readonly standings: { readonly [traceId: string]: ToldStanding };
  readonly selected: string | null;
  readonly ticked: readonly string[];
  readonly onTick: (traceId: string) => void;
};

/** The traces that fit, how far back was looked for them, and the way further back. */
export function TracesFound({ params, setParams, found, standings, selected, ticked, onTick }: Props) {
  const { query, traces, searchedTo } = found;
  return (
    <>
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
      {query.isSuccess && traces.length === 0 && !query.hasNextPage && (
        <NoTraces isNarrowed={isNarrowed(params)} onClear={() => void setParams(NOTHING_NARROWED)} />
      )}
      {traces.length > 0 && (
        <div className={clsx(query.isPlaceholderData && "opacity-60")}>
          <TracesTable
            traces={traces}
            standings={standings}
            selected={selected}
            ticked={ticked}
            onTick={onTick}
            order={params.sort ?? "newest"}
            onOrder={(sort) => void setParams({ sort: sort === "newest" ? null : sort })}
          />
        </div>
      )}
      <Further params={params} found={found} />
    </>
  );
}

/** How far back the list goes, and the way further back. */
function Further({ params, found: { query, traces, searchedTo } }: Pick<Props, "params" | "found">) {
  return (
    <>
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
