import type { ReactNode } from "react";

/** A part of the pane: a hairline, a heading, what belongs under it. */
export const PanePart = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="border-t border-line py-3">
    <h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
    {children}
  </section>
);
