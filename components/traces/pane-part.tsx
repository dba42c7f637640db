import type { ReactNode } from "react";

type Props = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

/** A part of the pane: a hairline, a heading, what belongs under it. */
export const PanePart = ({ title, aside, children }: Props) => (
  <section className="border-t border-line py-3">
    <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3">
      <h3 className="text-sm font-semibold">{title}</h3>
      {aside !== undefined && <span className="text-xs text-ink-3">{aside}</span>}
    </div>
    {children}
  </section>
);
