"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { TraceLine } from "@/server/traces/schema";
import { filterOf, type TracesParams } from "./trace-address";

/** Traces come and grow while one reads the list. */
const REFRESH_MS = 2_000;
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

/** What the newest traces offer to choose from. */
export function useTraceChoices() {
  const { data } = useQuery(useTRPC().traces.list.queryOptions({ limit: RECENT }, { staleTime: 60_000 }));
  const items = data?.items ?? [];
  return {
    agents: distinct(items.flatMap(({ agent, agents }) => [agent, ...agents])),
    teams: distinct(items.map(({ team }) => team)),
    tasks: distinct(items.map(({ taskClass }) => taskClass)),
    tools: distinct(items.flatMap(({ tools }) => tools)),
    models: distinct(items.flatMap(({ models }) => models)),
    people: distinct(items.map(({ initiator }) => initiator?.id ?? null)),
  };
}
