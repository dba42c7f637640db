import type { ReactNode } from "react";

export type PageHeaderProps = {
  readonly title: ReactNode;
  /** One sentence of state: what is the case now. */
  readonly state?: ReactNode;
  readonly actions?: ReactNode;
  /** One level up, if this page lies below a list. */
  readonly parent?: ReactNode;
};

/** The top line of a page: title, one sentence of state, actions at the right. */
export function PageHeader({ title, state, actions, parent }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 pt-1 pb-3 md:px-6 md:pt-4">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex min-w-0 items-baseline gap-2">
          {parent && (
            <>
              <span className="shrink-0 text-xl text-ink-3">{parent}</span>
              <span aria-hidden className="text-xl text-line-strong">
                /
              </span>
            </>
          )}
          <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
        </div>
        {state && <p className="text-sm text-pretty text-ink-2">{state}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
