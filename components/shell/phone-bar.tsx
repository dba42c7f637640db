"use client";

import Link from "next/link";
import { useRef } from "react";
import { Bell } from "@/components/notifications/bell";
import { Seal } from "@/components/ui/seal";
import type { FramePerson } from "./frame-data";
import { MoreIcon, SearchIcon } from "./icons";
import { barFor } from "./navigation";
import { PersonPanel } from "./person-panel";
import { BarLink, type Counts, MoreLink } from "./section-links";
import { SingleOperatorBadge } from "./single-operator-badge";

const SHEET_ID = "more-sheet";

/** The top line on a phone: the word mark, and whose desk this is. */
export function PhoneTop({ person }: { readonly person: FramePerson }) {
  return (
    <header className="flex h-(--frame-top) items-center gap-1 pr-1 pl-4 md:hidden">
      <Link
        href="/"
        className="flex items-center gap-2 rounded-sm text-lg font-semibold tracking-tight"
        aria-label="Reeve, to the start page"
      >
        <Seal className="size-4.5" />
        Reeve
      </Link>
      <p className="ml-auto truncate text-sm text-ink-3">
        {person.organisationName}
        {person.isDemo && " · demo"}
      </p>
      <SingleOperatorBadge size="sm" />
      <Bell size="lg" />
    </header>
  );
}

type PhoneBarProps = { readonly person: FramePerson; readonly path: string; readonly counts: Counts; readonly onSearch: () => void };

/** The bottom bar on a phone: four sections and "More". */
export function PhoneBar({ person, path, counts, onSearch }: PhoneBarProps) {
  const { bar, more } = barFor(person.roles);
  const sheet = useRef<HTMLDivElement>(null);
  const close = () => sheet.current?.hidePopover();
  const search = () => {
    close();
    onSearch();
  };
  return (
    <nav
      aria-label="Sections"
      className="fixed inset-x-0 bottom-0 z-30 flex h-(--frame-bottom) items-stretch border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {bar.map((section) => (
        <BarLink key={section.id} section={section} path={path} count={counts[section.id]} />
      ))}
      <button
        type="button"
        popoverTarget={SHEET_ID}
        className="flex min-w-0 flex-1 flex-col items-center justify-center gap-1 text-2xs text-ink-2"
      >
        <MoreIcon className="size-4.5" />
        More
      </button>
      <div
        ref={sheet}
        id={SHEET_ID}
        popover="auto"
        className="fixed inset-x-0 top-auto bottom-0 z-50 m-0 w-full max-w-none rounded-t-lg border-t border-line bg-surface p-3 pb-[max(1rem,env(safe-area-inset-bottom))] text-ink shadow-pop backdrop:bg-ink/25 open:animate-appear"
      >
        {more.map((section) => (
          <MoreLink key={section.id} section={section} path={path} onLeave={close} />
        ))}
        <button type="button" onClick={search} className="flex h-11 w-full items-center gap-2.5 rounded-sm px-2 text-sm">
          <SearchIcon className="size-4 text-ink-3" />
          Search and commands
        </button>
        <hr className="my-2 border-line" />
        <PersonPanel person={person} onLeave={close} />
      </div>
    </nav>
  );
}
