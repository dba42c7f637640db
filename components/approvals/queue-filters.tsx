"use client";

import clsx from "clsx";
import { ListFilter, Search } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { AgentFilter } from "@/components/fleet/agent-filter";
import { riskWord } from "@/components/fleet/risk-tier";
import { IconButton } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { Kbd } from "@/components/ui/kbd";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import type { QueueCounts } from "@/server/approvals/schema";
import { isNarrowed, type QueueFilter, queueHref, RISKS, SORTS, TABS } from "./queue-address";

const TAB_WORDS = { forMe: "For me", heldByMe: "Held by me", all: "All" } as const;
const SORT_WORDS = { urgency: "Breach first", newest: "Newest first" } as const;
/** Typing asks the server once it pauses. */
const PAUSE_MS = 200;

export type QueueFiltersProps = {
  readonly filter: QueueFilter;
  readonly counts: QueueCounts | null;
  /** Who decides nothing has nothing to hold and nothing that waits. */
  readonly isDecider: boolean;
  readonly onNarrow: (change: Partial<QueueFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
};

/** Narrows and orders the list; everything chosen stands in the address. On a phone the choices fold away. */
export function QueueFilters({ filter, counts, isDecider, onNarrow, searchRef }: QueueFiltersProps) {
  const [isUnfolded, setIsUnfolded] = useState(isNarrowed(filter));
  const tabs = (isDecider ? TABS : (["all"] as const)).map((tab) => ({
    label: TAB_WORDS[tab],
    href: queueHref({ ...filter, tab }),
    isCurrent: tab === filter.tab,
    ...(counts === null ? {} : { count: counts[tab] }),
  }));
  return (
    <div className="flex flex-wrap items-center gap-x-1 border-b border-line px-2 md:min-h-10 md:px-4">
      <div className="flex min-w-0 flex-1 items-center max-md:h-11 md:min-w-fit md:flex-auto">
        <Tabs label="Which requests" tabs={tabs} />
        <IconButton
          label="Filter"
          size="lg"
          aria-expanded={isUnfolded}
          aria-controls="queue-filters"
          className="ml-auto md:hidden"
          onClick={() => setIsUnfolded(!isUnfolded)}
        >
          <ListFilter aria-hidden />
        </IconButton>
      </div>
      <search
        id="queue-filters"
        className={clsx("flex min-w-0 items-center max-md:w-full max-md:flex-wrap max-md:gap-1 max-md:pb-2", isUnfolded || "max-md:hidden")}
      >
        <FindField text={filter.q} onFind={(q) => onNarrow({ q })} inputRef={searchRef} />
        <FilterSelect
          label="Risk"
          all="Risk"
          value={filter.risk}
          choices={RISKS.map((value) => ({ value, label: `${riskWord(value)} risk` }))}
          onChange={(risk) => onNarrow({ risk })}
        />
        <AgentFilter all="Agent" agent={filter.agent} onChange={(agent) => onNarrow({ agent })} className="md:[&>select]:max-w-24" />
        <Select
          variant="filter"
          aria-label="Order"
          value={filter.sort}
          onChange={({ target }) => onNarrow({ sort: SORTS.find((sort) => sort === target.value) ?? "urgency" })}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {SORT_WORDS[sort]}
            </option>
          ))}
        </Select>
      </search>
    </div>
  );
}

type FindFieldProps = {
  readonly text: string;
  readonly onFind: (text: string) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
};

/** Finds by title, agent or tool. What is typed shows at once, the list follows. */
function FindField({ text, onFind, inputRef }: FindFieldProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed from elsewhere: a link, Back, "Show all".
  if (known !== text) {
    setKnown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onFind(next.trim()), PAUSE_MS);
  };
  return (
    <label className="relative flex items-center text-ink-2 max-md:w-full">
      <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5" />
      <input
        ref={inputRef}
        type="search"
        aria-label="Filter by title, agent or tool"
        placeholder="Filter"
        value={typed}
        onChange={({ target }) => type(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && event.key !== "Enter") return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        className="peer h-7 w-22 rounded-sm bg-transparent pr-1 pl-7 text-sm text-ink transition-[width] placeholder:text-ink-2 hover:bg-sunken not-placeholder-shown:w-28 focus:w-28 max-md:h-9 max-md:w-full! max-md:text-lg"
      />
      <Kbd className="pointer-events-none absolute right-1.5 peer-not-placeholder-shown:hidden peer-focus:hidden max-md:hidden">/</Kbd>
    </label>
  );
}
