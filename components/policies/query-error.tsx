"use client";

import { ErrorState } from "@/components/ui/error-state";

type Failed = { readonly error: { readonly message: string } | null; readonly isFetching: boolean; readonly refetch: () => unknown };

/** A query that failed, in the server's own words. Rules go on deciding meanwhile. */
export const QueryError = ({ query, title }: { readonly query: Failed; readonly title: string }) => (
  <ErrorState title={title} onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
    {query.error?.message} The rules in force go on deciding.
  </ErrorState>
);
