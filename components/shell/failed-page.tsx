"use client";

import { ErrorState } from "@/components/ui/error-state";

export type FailedPageProps = { readonly error: Error & { readonly digest?: string }; readonly onRetry: () => void };

/** A page that could not be made: what happened, what was kept, what to do. */
export function FailedPage({ error, onRetry }: FailedPageProps) {
  return (
    <ErrorState title="This page could not be shown" onRetry={onRetry}>
      <p>
        Reeve or its database did not answer. Nothing was changed by it, and what agents asked for waits safely: without an answer they do
        nothing. Try again in a moment.
      </p>
      {error.digest && <p className="mt-1 text-xs text-ink-3">For the administrator: the log has this as {error.digest}.</p>}
    </ErrorState>
  );
}
