"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import type { Breakdown } from "@/server/spend/core/explore";
import { SPANS, type Span, UNATTRIBUTED } from "@/server/spend/schema";
import { nameWords } from "./prepare-spend";
import { DIMENSION_WORDS, narrowedBy, noneLabel, PARAM_OF, type SpendParams } from "./spend-address";

const SPAN_WORDS: Record<Span, string> = {
  month: "This month",
  "last-month": "Last month",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
};

const labelOf = (dimension: Breakdown, value: string): string => (value === UNATTRIBUTED ? noneLabel(dimension) : nameWords(value));

type Props = {
  readonly params: SpendParams;
  /** The days that are shown, first and last. */
  readonly days: readonly [string, string] | null;
  /** Those that they are held against; null where the record does not reach back so far. */
  readonly against: readonly [string, string] | null;
  readonly onChange: (change: Partial<SpendParams>) => void;
};

/** Which days, and narrowed to what; all of it stands in the address. */
export function SpendFilters({ params, days, against, onChange }: Props) {
  const [first = "", last = ""] = days ?? [];
  const narrowed = narrowedBy(params);
  const isOwn = params.from !== null && params.to !== null;
  return (
    <search aria-label="Choose the days" className="flex flex-wrap items-center gap-x-2 gap-y-2 px-4 pb-3 md:px-6">
      <FilterSelect
        label="Days"
        all={isOwn ? "Days of your own" : "This month"}
        value={isOwn ? null : params.span === "month" ? null : params.span}
        choices={SPANS.filter((span) => isOwn || span !== "month").map((value) => ({ value, label: SPAN_WORDS[value] }))}
        onChange={(span) => onChange({ span: span === "month" ? null : span, from: null, to: null })}
      />
      <span className="flex items-center gap-1.5 text-sm text-ink-3">
        <Input
          type="date"
          aria-label="From"
          className="h-7! w-36"
          value={params.from ?? first}
          max={params.to ?? last}
          onChange={({ target }) => target.value !== "" && onChange({ from: target.value, to: params.to ?? last, span: null })}
        />
        to
        <Input
          type="date"
          aria-label="To"
          className="h-7! w-36"
          value={params.to ?? last}
          min={params.from ?? first}
          onChange={({ target }) => target.value !== "" && onChange({ to: target.value, from: params.from ?? first, span: null })}
        />
      </span>
      <Against params={params} against={against} onChange={onChange} />
      {narrowed.map(({ dimension, value }) => (
        <Button
          key={dimension}
          size="sm"
          variant="quiet"
          className="max-w-72 bg-accent-weak! font-normal! text-accent!"
          aria-label={`Not only ${DIMENSION_WORDS[dimension].toLowerCase()} ${labelOf(dimension, value)}`}
          onClick={() => onChange({ [PARAM_OF[dimension]]: null })}
        >
          <span className="truncate">
            {DIMENSION_WORDS[dimension]}: {labelOf(dimension, value)}
          </span>
          <X aria-hidden className="size-3.5!" />
        </Button>
      ))}
    </search>
  );
}

/** The days that these are held against: those before, until someone chooses others. */
function Against({ params: { vsFrom, vsTo }, against, onChange }: Omit<Props, "days">) {
  const [first = "", last = ""] = [vsFrom ?? against?.[0], vsTo ?? against?.[1]];
  return (
    <span className="flex items-center gap-1.5 text-sm text-ink-3">
      against
      <Input
        type="date"
        aria-label="Against, from"
        className="h-7! w-36"
        value={first}
        max={last}
        onChange={({ target: { value } }) => value !== "" && onChange({ vsFrom: value, vsTo: last || value })}
      />
      to
      <Input
        type="date"
        aria-label="Against, to"
        className="h-7! w-36"
        value={last}
        min={first}
        onChange={({ target: { value } }) => value !== "" && onChange({ vsTo: value, vsFrom: first || value })}
      />
      {vsFrom !== null && vsTo !== null && (
        <Button size="sm" variant="quiet" aria-label="Against the days before again" onClick={() => onChange({ vsFrom: null, vsTo: null })}>
          <X aria-hidden className="size-3.5!" />
        </Button>
      )}
    </span>
  );
}
