import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { shortCount } from "./format-count";

export type Tab = { readonly label: string; readonly href: string; readonly isCurrent: boolean; readonly count?: number };

export type TabsProps = {
  /** What the tabs part, for assistive technology. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly children?: ReactNode;
};

/** Tabs are links: what is open is in the address. Where they do not fit they scroll, with the open one in view. */
export function Tabs({ label, tabs, children }: TabsProps) {
  return (
    <nav aria-label={label} className="flex min-w-0 items-center gap-1 overflow-x-auto [scrollbar-width:none]">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.isCurrent ? "page" : undefined}
          className={clsx(
            "flex h-7 shrink-0 items-center rounded-sm px-2 text-sm whitespace-nowrap transition-colors focus-visible:-outline-offset-2",
            tab.isCurrent ? "bg-sunken font-medium text-ink [scroll-initial-target:nearest]" : "text-ink-2 hover:text-ink",
          )}
        >
          {tab.label}
          {tab.count !== undefined && <span className="ml-1 font-normal text-ink-3">{shortCount(tab.count)}</span>}
        </Link>
      ))}
      {children}
    </nav>
  );
}
