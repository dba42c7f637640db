import { type ReactNode, useId } from "react";

type Props = { readonly title: string; readonly count?: number; readonly action?: ReactNode; readonly children: ReactNode };

/** A part of a page: a hairline, a heading, what belongs under it. */
export function PageSection({ title, count, action, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line pb-4 [&_tbody>tr:last-child>td]:border-b-0">
      <div className="flex min-h-11 items-center gap-3 px-4 pt-1 md:px-6">
        <h2 id={id} className="flex-1 text-base font-medium">
          {title}
          {count !== undefined && <span className="ml-2 font-normal text-ink-3">{count}</span>}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}

type Fact = { readonly label: string; readonly value: ReactNode };

/** Labels in a column, what they name beside them. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 px-4 pb-4 text-sm md:grid-cols-[116px_minmax(0,75ch)] md:px-6">
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-ink-3 max-md:-mb-2 max-md:text-xs">{label}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
