"use client";

import type { ReactNode } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { isForbidden, sentenceOf } from "./failure";

type Query<T> = {
  readonly data: T | undefined;
  readonly error: { readonly message: string } | null;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
};

export type LoadedProps<T> = {
  readonly query: Query<T>;
  /** What is shown, for the sentence when it fails: "The people". */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
};

/** A list that waits, fails or is there. What was there stays while it is asked again. */
export function Loaded<T>({ query, what, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return <SkeletonRows rows={6} rowClassName="h-11" label={`${what} are loading`} />;
  return (
    <ErrorState
      title={`${what} could not be shown`}
      onRetry={isForbidden(query.error) ? undefined : () => void query.refetch()}
      isRetrying={query.isFetching}
    >
      {sentenceOf(query.error)}
    </ErrorState>
  );
}
