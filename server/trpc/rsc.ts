import "server-only";
import { dehydrate, type FetchInfiniteQueryOptions, type FetchQueryOptions, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, createElement, type ReactNode } from "react";
import { makeQueryClient } from "@/components/trpc/query-client";
import { createContext } from "./context";
import { appRouter } from "./root";

const getQueryClient = cache(makeQueryClient);
const getContext = cache(createContext);
const getStarted = cache((): Promise<void>[] => []);

/** The procedures as query options, for `prefetch` on a page. */
export const trpc = createTRPCOptionsProxy({ ctx: getContext, router: appRouter, queryClient: getQueryClient });

/** Calls procedures on the server without a request, for what the frame itself shows. */
export const caller = appRouter.createCaller(getContext);

/** Starts a query while the page renders; a failed one is asked again by the browser, which can show why. */
export function prefetch<TData, TError, TResult, TKey extends QueryKey>(options: FetchQueryOptions<TData, TError, TResult, TKey>): void {
  getStarted().push(getQueryClient().prefetchQuery(options));
}

/** The same for a list that goes on by cursor. */
export function prefetchInfinite<TData, TError, TResult, TKey extends QueryKey, TPage>(
  options: FetchInfiniteQueryOptions<TData, TError, TResult, TKey, TPage>,
): void {
  getStarted().push(getQueryClient().prefetchInfiniteQuery(options));
}

/**
 * Hands what was prefetched to the browser, once it is there: a page drawn here while a query still ran would differ
 * from the one that the browser draws when the answer has arrived, and React would throw the first one away.
 */
export async function HydrateClient({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  await Promise.all(getStarted());
  return createElement(HydrationBoundary, { state: dehydrate(getQueryClient()) }, children);
}
