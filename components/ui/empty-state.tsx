import type { ReactNode } from "react";

export type EmptyStateProps = {
  /** What will be here. */
  readonly title: string;
  /** Why it is empty. */
  readonly children?: ReactNode;
  /** The one thing to do. */
  readonly action?: ReactNode;
};

/** A place with nothing in it yet: what will be here, why it is empty, the one thing to do. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-1 px-4 py-10 md:px-6">
      <p className="text-base font-medium">{title}</p>
      {children && <div className="w-full max-w-[60ch] min-w-0 text-sm text-pretty text-ink-2">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
