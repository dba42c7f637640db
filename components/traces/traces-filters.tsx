"use client";

import clsx from "clsx";
import { type RefObject, useState } from "react";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { AUTHORITIES, OUTCOMES } from "@/server/traces/core/standing";
import { named } from "@/server/traces/core/words";
import { AUTHORITY_WORDS, COSTS, costFilterWords, LASTINGS, ORDER_WORDS, SPAN_WORDS } from "./filter-words";
import type { Span, TracesParams } from "./trace-address";
import { RUN_OUTCOME_WORDS } from "./trace-words";
import { TracesChips } from "./traces-chips";
import { useTraceChoices } from "./use-traces";

export type FiltersProps = {
  readonly params: TracesParams;
  readonly onChange: (change: Partial<TracesParams>) => void;
};
type Props = FiltersProps & {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** How many runs of the span ran a step ungoverned, and how many are of agents that nobody registered; null where that is not known. */
  readonly ungoverned: number | null;
  readonly shadow: number | null;
};

const choicesOf = (names: readonly string[]) => names.map((value) => ({ value, label: named(value) }));
const choicesOfNumbers = (words: Readonly<Record<string, string>>) =>
  Object.entries(words)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([value, label]) => ({ value, label }));
const choicesIn = <V extends string>(words: Readonly<Record<V, string>>) =>
  (Object.keys(words) as V[]).map((value) => ({ value, label: words[value] }));

/** What narrows the list; all of it stands in the address. On a phone the choices open beneath the search, with the order that the heads of the columns give elsewhere. */
export function TracesFilters({ params, onChange, searchRef, ...counts }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <search aria-label="Filter the traces" className="px-4 pb-2 md:px-6">
      <div className="flex flex-wrap items-center gap-x-1 gap-y-2">
        <span className="relative w-72 max-md:w-auto max-md:grow">
          <Input
            ref={searchRef}
            type="search"
            aria-label="Find traces by words of their names and payloads, or by an id"
            placeholder="Find words, or an id"
            value={params.q ?? ""}
            onChange={({ target }) => onChange({ q: target.value === "" ? null : target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              // The browser would empty the field: what was looked for stays until it is taken out.
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
          <Kbd className="absolute top-2 right-2.5 max-md:hidden">/</Kbd>
        </span>
        <Button size="sm" className="md:hidden" aria-expanded={isOpen} aria-controls="traces-choices" onClick={() => setOpen(!isOpen)}>
          Filters
        </Button>
        <div
          id="traces-choices"
          className={clsx("items-center gap-x-1 gap-y-2 max-md:w-full md:contents", isOpen ? "flex flex-wrap" : "hidden")}
        >
          <Choices params={params} onChange={onChange} {...counts} />
        </div>
      </div>
      <TracesChips params={params} onChange={onChange} />
    </search>
  );
}

function Choices({ params, onChange, ungoverned, shadow }: Omit<Props, "searchRef">) {
  const { agents, teams, tasks, tools, models, people, costly } = useTraceChoices();
  const selects = [
    { name: "agent", label: "Agent", all: "Any agent", choices: agents },
    { name: "task", label: "Task class", all: "Any task", choices: tasks },
    { name: "person", label: "Started by", all: "By anyone", choices: people },
    { name: "team", label: "Team", all: "Any team", choices: teams },
    { name: "tool", label: "Tool", all: "Any tool", choices: tools },
    { name: "model", label: "Model", all: "Any model", choices: models },
  ] as const;
  const numbers = [
    { name: "cost", label: "Cost", all: "Any cost", words: COSTS },
    { name: "lasting", label: "Duration", all: "Any duration", words: LASTINGS },
  ] as const;
  return (
    <>
      <FilterSelect
        label="When"
        all="Any time"
        value={params.span}
        choices={choicesIn<Span>(SPAN_WORDS)}
        onChange={(span) => onChange({ span, from: null, to: null })}
      />
      <FilterSelect
        label="Outcome"
        all="Any outcome"
        value={params.status}
        choices={OUTCOMES.map((value) => ({ value, label: RUN_OUTCOME_WORDS[value] }))}
        onChange={(status) => onChange({ status })}
      />
      <FilterSelect
        label="Authority"
        all="Any authority"
        value={params.authority}
        choices={[...AUTHORITIES, "none" as const].map((value) => ({ value, label: AUTHORITY_WORDS[value] }))}
        onChange={(authority) => onChange({ authority })}
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
      {numbers.map(({ name, label, all, words }) => (
        <FilterSelect
          key={name}
          label={label}
          all={all}
          value={params[name]?.toString() ?? null}
          choices={choicesOfNumbers(words)}
          onChange={(value) => onChange({ [name]: value === null ? null : Number(value) })}
        />
      ))}
      <Quick isOn={params.ungoverned === true} count={ungoverned} onToggle={(isOn) => onChange({ ungoverned: isOn || null })}>
        Ungoverned
      </Quick>
      <Quick isOn={params.shadow === true} count={shadow} onToggle={(isOn) => onChange({ shadow: isOn || null })}>
        Shadow
      </Quick>
      {costly !== null && (
        <Quick
          isOn={params.cost === costly}
          title={`What only one in twenty of the newest runs cost: ${costFilterWords(costly)}`}
          onToggle={(isOn) => onChange({ cost: isOn ? costly : null })}
        >
          Costly
        </Quick>
      )}
      <FilterSelect
        className="md:hidden"
        label="Order"
        all="Newest first"
        value={params.sort === "newest" ? null : params.sort}
        choices={choicesIn(ORDER_WORDS)}
        onChange={(sort) => onChange({ sort })}
      />
    </>
  );
}

type QuickProps = {
  readonly isOn: boolean;
  readonly count?: number | null;
  readonly title?: string;
  readonly onToggle: (isOn: boolean) => void;
  readonly children: string;
};

/** What one looks for most, at one press. */
const Quick = ({ isOn, count = null, title, onToggle, children }: QuickProps) => (
  <Button
    size="sm"
    variant="quiet"
    aria-pressed={isOn}
    title={title}
    className={isOn ? "bg-accent-weak! font-normal! text-accent!" : "font-normal!"}
    onClick={() => onToggle(!isOn)}
  >
    {children}
    {count !== null && count > 0 && <span className="font-medium">{count.toLocaleString("en-GB")}</span>}
  </Button>
);
