import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

export type Tab = { readonly label: string; readonly href: string; readonly isCurrent: boolean; readonly count?: number };

export type TabsProps = {
  /** What the tabs part, for assistive technology. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** `pill` above a list, `line` below a page's title. */
  readonly variant?: "pill" | "line";
  readonly children?: ReactNode;
};

const LINE = "-mb-px border-b-2 py-2 text-base";
const PILL = "flex h-7 items-center rounded-sm px-2 text-sm";

/** Tabs are links: what is open is in the address. */
export function Tabs({ label, tabs, variant = "pill", children }: TabsProps) {
  return (
    <nav
      aria-label={label}
      className={clsx("flex min-w-0 items-center overflow-x-auto", variant === "line" ? "gap-5 border-b border-line" : "gap-1")}
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.isCurrent ? "page" : undefined}
          className={clsx(
            "shrink-0 whitespace-nowrap transition-colors",
            variant === "line" ? LINE : PILL,
            tab.isCurrent ? "font-medium text-ink" : "text-ink-2 hover:text-ink",
            tab.isCurrent && (variant === "line" ? "border-ink" : "bg-sunken"),
            !tab.isCurrent && variant === "line" && "border-transparent",
          )}
        >
          {tab.label}
          {tab.count !== undefined && <span className="ml-1 font-normal text-ink-3">{tab.count}</span>}
        </Link>
      ))}
      {children}
    </nav>
  );
}
