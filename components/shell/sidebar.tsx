"use client";

import clsx from "clsx";
import Link from "next/link";
import { useRef } from "react";
import { Bell } from "@/components/notifications/bell";
import { IconButton } from "@/components/ui/button";
import { Seal } from "@/components/ui/seal";
import { type FramePerson, rolesAndPlace } from "./frame-data";
import { SearchIcon, SidebarIcon } from "./icons";
import { sectionsFor } from "./navigation";
import { PersonPanel } from "./person-panel";
import { type Counts, SidebarLink } from "./section-links";
import { SingleOperatorBadge } from "./single-operator-badge";

const PANEL_ID = "person-panel";

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join("");

export type SidebarProps = {
  readonly person: FramePerson;
  readonly path: string;
  readonly counts: Counts;
  readonly isFolded: boolean;
  readonly onFold: (isFolded: boolean) => void;
  readonly onSearch: () => void;
};

/** The frame's left side on a wide screen: sections in words, the demo's banner, who is signed in. */
export function Sidebar({ person, path, counts, isFolded, onFold, onSearch }: SidebarProps) {
  const sections = sectionsFor(person.roles);
  return (
    <aside
      className={clsx(
        "sticky top-0 flex h-dvh flex-col overflow-y-auto border-r border-line pt-4 pb-3 max-md:hidden",
        isFolded ? "px-2" : "px-3",
      )}
    >
      <div className={clsx("flex items-center pb-4", isFolded ? "flex-col gap-3" : "pl-2")}>
        <Link
          href="/"
          className="flex items-center gap-2 rounded-sm text-lg font-semibold tracking-tight"
          aria-label="Reeve, to the start page"
        >
          <Seal className="size-4.5" />
          <span className={clsx(isFolded && "sr-only")}>Reeve</span>
        </Link>
        <span className={clsx("flex text-ink-3", isFolded ? "flex-col" : "ml-auto")}>
          <Bell />
          <IconButton label="Search and commands (Ctrl K)" className="text-ink-3" onClick={onSearch}>
            <SearchIcon />
          </IconButton>
          <IconButton
            label={isFolded ? "Unfold the sidebar ([)" : "Fold the sidebar ([)"}
            aria-expanded={!isFolded}
            className="text-ink-3"
            onClick={() => onFold(!isFolded)}
          >
            <SidebarIcon />
          </IconButton>
        </span>
      </div>
      <nav aria-label="Sections">
        <ul>
          {sections.map((section, i) => (
            <SidebarLink
              key={section.id}
              section={section}
              path={path}
              count={counts[section.id]}
              isFolded={isFolded}
              isFirstOfGroup={i > 0 && sections[i - 1]?.group !== section.group}
            />
          ))}
        </ul>
      </nav>
      <div className={clsx("mt-auto flex flex-col gap-2 pt-6", isFolded && "items-center")}>
        <SingleOperatorBadge size={isFolded ? "icon" : "md"} />
        {person.isDemo &&
          (isFolded ? (
            <p className="text-2xs font-medium text-ink-3" title="Demo organisation. The people, agents and figures are invented.">
              Demo
            </p>
          ) : (
            <p className="px-2 text-xs text-ink-3">Demo organisation. The people, agents and figures are invented.</p>
          ))}
        <PersonButton person={person} isFolded={isFolded} />
      </div>
    </aside>
  );
}

function PersonButton({ person, isFolded }: { readonly person: FramePerson; readonly isFolded: boolean }) {
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <button
        type="button"
        popoverTarget={PANEL_ID}
        className={clsx(
          "rounded-sm text-left transition-colors hover:bg-sunken",
          isFolded ? "grid size-9 place-items-center text-xs font-semibold text-ink-2" : "px-2 py-1.5",
        )}
        aria-label={isFolded ? `${initials(person.name)}, ${person.name}: theme, account, sign out` : undefined}
      >
        {isFolded ? (
          initials(person.name)
        ) : (
          <>
            <span className="block truncate text-sm font-medium">{person.name}</span>
            <span className="block text-xs text-ink-3">{rolesAndPlace(person)}</span>
            <span className="sr-only">: theme, account, sign out</span>
          </>
        )}
      </button>
      <div
        ref={panel}
        id={PANEL_ID}
        popover="auto"
        className={clsx(
          "fixed inset-auto bottom-3 z-50 w-64 rounded-md border border-line bg-surface p-2 text-ink shadow-pop open:animate-appear",
          isFolded ? "left-14" : "left-[13.25rem]",
        )}
      >
        <PersonPanel person={person} onLeave={() => panel.current?.hidePopover()} />
      </div>
    </>
  );
}
