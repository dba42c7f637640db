"use client";

import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { TraceLine } from "@/server/traces/schema";
import { FRAMES } from "@/server/traces/spread-schema";
import type { ToldStanding } from "@/server/traces/standings";
import { costlyOf } from "./prepare-costly";
import { frameOf } from "./prepare-spread";
import { filterOf, narrowedOf, type TracesParams } from "./trace-address";

/** Traces come and grow while one reads the list. */
const REFRESH_MS = 2_000;
/** What the gate says of them, and how they spread over time, may be a little older. */
const SLOW_REFRESH_MS = 10_000;
/** As many of the newest traces as are looked through for what there is to choose from. */
const RECENT = 200;

/** As many pages as are asked for by themselves while nothing was found yet. */
const MOST_BY_ITSELF = 12;

/** The traces that fit the address, page by page, and how far back was looked for them where that is not to the end. */
export function useTraces(params: TracesParams) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.traces.list.infiniteQueryOptions(filterOf(params, Date.now()), {
      getNextPageParam: (page) => page.nextCursor,
      // With many pages open each refresh would read them all again.
      refetchInterval: (own) => ((own.state.data?.pages.length ?? 0) > 3 ? false : REFRESH_MS),
      placeholderData: keepPreviousData,
    }),
  );
  const pages = query.data?.pages ?? [];
  const traces: readonly TraceLine[] = pages.flatMap((page) => page.items);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const goesOn = traces.length === 0 && hasNextPage && !isFetching && !query.isError && pages.length < MOST_BY_ITSELF;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { query, traces, searchedTo: pages.at(-1)?.searchedTo ?? null };
}

const distinct = (names: readonly (string | null)[]): string[] =>
  [...new Set(names.filter((name) => name !== null))].sort((a, b) => a.localeCompare(b));

/** What there is to choose from: what runs were counted by in the last 90 days, and what the newest of them bring. */
export function useTraceChoices() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.traces.list.queryOptions({ limit: RECENT }, { staleTime: 60_000 }));
  const { data: kept } = useQuery(trpc.traces.choices.queryOptions(undefined, { staleTime: 60_000 }));
  const items = data?.items ?? [];
  return {
    agents: distinct([...(kept?.agents ?? []), ...items.map(({ agent }) => agent)]),
    teams: distinct([...(kept?.teams ?? []), ...items.map(({ team }) => team)]),
    tasks: distinct([...(kept?.tasks ?? []), ...items.map(({ taskClass }) => taskClass)]),
    tools: distinct([...(kept?.tools ?? []), ...items.flatMap(({ tools }) => tools)]),
    models: distinct([...(kept?.models ?? []), ...items.flatMap(({ models }) => models)]),
    people: distinct([...(kept?.people ?? []), ...items.map(({ initiator }) => initiator?.id ?? null)]),
    costly: costlyOf(items.flatMap(({ costMicroUsd }) => (costMicroUsd === null ? [] : [Number(costMicroUsd)]))),
  };
}

/** How the runs that fit the address spread over its span. */
export function useSpread(params: TracesParams) {
  const trpc = useTRPC();
  const frame = frameOf(params, Date.now());
  const query = useQuery(
    trpc.traces.spread.queryOptions(
      { ...narrowedOf(params), frame },
      { refetchInterval: SLOW_REFRESH_MS, placeholderData: keepPreviousData, staleTime: SLOW_REFRESH_MS },
    ),
  );
  // What is kept of another span would be drawn along the wrong axis.
  return { query, frame, spread: query.isPlaceholderData && query.data?.barMs !== FRAMES[frame].barMs ? undefined : query.data };
}

const PAGE = 50;

/** How these runs ended and by whose authority, as far as that is read; by trace. */
export function useStandings(traces: readonly TraceLine[]): { readonly [traceId: string]: ToldStanding } {
  const trpc = useTRPC();
  const pages = Array.from({ length: Math.ceil(traces.length / PAGE) }, (_, i) => traces.slice(i * PAGE, (i + 1) * PAGE));
  return useQueries({
    queries: pages.map((page, i) =>
      trpc.traces.standings.queryOptions(
        { traceIds: page.map(({ traceId }) => traceId).sort() },
        { refetchInterval: i < 3 ? SLOW_REFRESH_MS : false, placeholderData: keepPreviousData },
      ),
    ),
    combine: joined,
  });
}

const joined = (found: readonly { readonly data: { readonly [traceId: string]: ToldStanding } | undefined }[]) =>
  Object.assign({}, ...found.map(({ data }) => data ?? {})) as { readonly [traceId: string]: ToldStanding };
