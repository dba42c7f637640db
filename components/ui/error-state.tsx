"use client";

import type { ReactNode } from "react";
import { Button } from "./button";

export type ErrorStateProps = {
  /** What happened. */
  readonly title: string;
  /** What was kept, and what to do. */
  readonly children?: ReactNode;
  readonly onRetry?: () => void;
  readonly isRetrying?: boolean;
};

/** Something failed: what happened, what was kept, what to do. */
export function ErrorState({ title, children, onRetry, isRetrying = false }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-1 px-4 py-10 md:px-6">
      <p className="text-base font-medium">{title}</p>
      {children && <div className="max-w-[60ch] text-sm text-pretty text-ink-2">{children}</div>}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry} isPending={isRetrying}>
          Try again
        </Button>
      )}
    </div>
  );
}
