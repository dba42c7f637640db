"use client";

import { useEffect } from "react";
import { askReach } from "@/components/trpc/reach";
import { useReach } from "@/components/trpc/use-reach";
import { ErrorState } from "@/components/ui/error-state";
import { useBack } from "./use-back";

export type FailedPageProps = {
  readonly error: Error & { readonly digest?: string };
  readonly onRetry: () => void;
};

/** A page that could not be made: what happened, what was kept, what to do. When Reeve was out of reach it is made again by itself. */
export function FailedPage({ error, onRetry }: FailedPageProps) {
  const isAway = useReach() !== "here";
  useEffect(() => void askReach(), []);
  useBack(onRetry);
  return (
    <ErrorState title="This page could not be shown" onRetry={onRetry}>
      <p>
        Reeve or its database did not answer. Nothing was changed by it, and what agents asked for waits safely: without an answer they do
        nothing. {isAway ? "It is tried again by itself once they do." : "Try again in a moment."}
      </p>
      {error.digest && !isAway && <p className="mt-1 text-xs text-ink-3">For the administrator: the log has this as {error.digest}.</p>}
    </ErrorState>
  );
}
