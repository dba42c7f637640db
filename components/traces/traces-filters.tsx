"use client";

import { named } from "@/server/traces/core/words";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { STEP_STATUSES } from "@/server/traces/core/step";
import { isNarrowed, NOTHING_NARROWED, SPANS, type Span, type TracesParams } from "./trace-address";
import { STATUS_WORDS } from "./trace-words";
import { useTraceChoices } from "./use-traces";

type Props = {
  readonly params: TracesParams;
  readonly onChange: (change: Partial<TracesParams>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
};

const SPAN_WORDS: Record<Span, string> = { today: "Today", week: "Last 7 days", month: "Last 30 days" };
const choicesOf = (names: readonly string[]) => names.map((value) => ({ value, label: named(value) }));

/** What narrows the list; all of it stands in the address. */
export function TracesFilters({ params, onChange, searchRef }: Props) {
  const { agents, teams, tasks, tools, models, people } = useTraceChoices();
  const selects = [
    { name: "agent", label: "Agent", all: "Any agent", choices: agents },
    { name: "task", label: "Task class", all: "Any task", choices: tasks },
    { name: "person", label: "Started by", all: "Started by anyone", choices: people },
    { name: "team", label: "Team", all: "Any team", choices: teams },
    { name: "tool", label: "Tool", all: "Any tool", choices: tools },
    { name: "model", label: "Model", all: "Any model", choices: models },
  ] as const;
  return (
    <search aria-label="Filter the traces" className="flex flex-wrap items-center gap-x-1 gap-y-2 px-4 pb-2 md:px-6">
      <span className="relative w-60 max-md:w-full">
        <Input
          ref={searchRef}
          type="search"
          aria-label="Find a trace by its name or id"
          placeholder="Find by name or id"
          value={params.q ?? ""}
          onChange={({ target }) => onChange({ q: target.value === "" ? null : target.value })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <Kbd className="absolute top-2 right-2.5 max-md:hidden">/</Kbd>
      </span>
      <FilterSelect
        label="When"
        all="Any time"
        value={params.span}
        choices={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: SPAN_WORDS[value] }))}
        onChange={(span) => onChange({ span })}
      />
      <FilterSelect
        label="Outcome"
        all="Any outcome"
        value={params.status}
        choices={STEP_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }))}
        onChange={(status) => onChange({ status })}
      />
      {selects.map(({ name, label, all, choices }) => (
        <FilterSelect
          key={name}
          label={label}
          all={all}
          value={params[name]}
          choices={choicesOf(choices)}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      <Button
        size="sm"
        variant="quiet"
        aria-pressed={params.ungoverned === true}
        className={params.ungoverned === true ? "bg-accent-weak! font-normal! text-accent!" : "font-normal!"}
        onClick={() => onChange({ ungoverned: params.ungoverned === true ? null : true })}
      >
        Ungoverned
      </Button>
      {isNarrowed(params) && (
        <Button size="sm" variant="quiet" className="font-normal!" onClick={() => onChange(NOTHING_NARROWED)}>
          Clear
        </Button>
      )}
    </search>
  );
}
