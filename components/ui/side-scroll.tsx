import type { ReactNode } from "react";

export type SideScrollProps = { readonly label: string; readonly children: ReactNode };

/** What is wider than a phone scrolls sideways in a frame of its own, by keyboard too; on paper it is laid out whole. */
export const SideScroll = ({ label, children }: SideScrollProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section tabIndex={0} aria-label={label} className="relative overflow-x-auto print:overflow-visible">
    {children}
  </section>
);
