"use client";

import clsx from "clsx";
import Link from "next/link";
import type { ComponentType } from "react";
import { formatCount, shortCount } from "@/components/ui/format-count";
import { AgentsIcon, AuditIcon, MaturityIcon, OverviewIcon, PoliciesIcon, QueueIcon, SettingsIcon, SpendIcon, TracesIcon } from "./icons";
import { isWithin, type Section, type SectionId } from "./navigation";

const ICONS = {
  overview: OverviewIcon,
  queue: QueueIcon,
  traces: TracesIcon,
  agents: AgentsIcon,
  policies: PoliciesIcon,
  spend: SpendIcon,
  maturity: MaturityIcon,
  audit: AuditIcon,
  settings: SettingsIcon,
} as const satisfies Record<SectionId, ComponentType<{ className?: string }>>;

export type Counts = Partial<Record<SectionId, number>>;

const spokenCount = (count: number) => (count === 1 ? "1 waits for you" : `${formatCount(count)} wait for you`);

type LinkProps = { readonly section: Section; readonly path: string; readonly count: number | undefined };

/** A line of the sidebar. */
export function SidebarLink({
  section,
  path,
  count,
  isFolded,
  isFirstOfGroup,
}: LinkProps & { isFolded: boolean; isFirstOfGroup: boolean }) {
  const Icon = ICONS[section.id];
  const isCurrent = isWithin(section, path);
  return (
    <li className={clsx(isFirstOfGroup && "mt-3.5")}>
      <Link
        href={section.href}
        aria-current={isCurrent ? "page" : undefined}
        title={isFolded ? section.label : undefined}
        className={clsx(
          "relative flex h-8 items-center gap-2.5 rounded-sm text-sm transition-colors hover:bg-sunken",
          isFolded ? "justify-center" : "px-2",
          isCurrent ? "bg-sunken font-medium text-ink" : "text-ink-2",
        )}
      >
        <Icon className={clsx("size-4", isCurrent ? "text-ink" : "text-ink-3")} />
        <span className={clsx(isFolded && "sr-only")}>{section.label}</span>
        {count !== undefined && count > 0 && (
          <>
            <span
              aria-hidden
              className={clsx("text-xs font-medium text-ink-2", isFolded ? "absolute top-0 right-0.5 text-2xs" : "ml-auto")}
            >
              {shortCount(count)}
            </span>
            <span className="sr-only">, {spokenCount(count)}</span>
          </>
        )}
      </Link>
    </li>
  );
}

/** A place in the bar of a phone. */
export function BarLink({ section, path, count }: LinkProps) {
  const Icon = ICONS[section.id];
  const isCurrent = isWithin(section, path);
  return (
    <Link
      href={section.href}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex min-w-0 flex-1 flex-col items-center justify-center gap-1 text-2xs",
        isCurrent ? "font-medium text-ink" : "text-ink-2",
      )}
    >
      <span className="relative">
        <Icon className="size-4.5" />
        {count !== undefined && count > 0 && (
          <>
            <span aria-hidden className="absolute -top-1.5 left-full text-2xs leading-4 font-medium">
              {shortCount(count)}
            </span>
            <span className="sr-only">{spokenCount(count)}, </span>
          </>
        )}
      </span>
      {section.label}
    </Link>
  );
}

/** A line in "More". */
export function MoreLink({ section, path, onLeave }: Omit<LinkProps, "count"> & { readonly onLeave: () => void }) {
  const Icon = ICONS[section.id];
  return (
    <Link
      href={section.href}
      onClick={onLeave}
      aria-current={isWithin(section, path) ? "page" : undefined}
      className="flex h-11 items-center gap-2.5 rounded-sm px-2 text-sm text-ink aria-[current]:bg-sunken aria-[current]:font-medium"
    >
      <Icon className="size-4 text-ink-3" />
      {section.label}
    </Link>
  );
}
