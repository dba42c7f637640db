"use client";

import clsx from "clsx";
import { useId, useState } from "react";
import { Select } from "@/components/ui/select";
import { type AuditParams, formatDay, parseDay, SPAN_NAMES, type Span } from "./filter";

const SPAN_WORDS = { today: "Today", week: "Last 7 days", month: "Last 30 days" } as const satisfies Record<Span, string>;

export type PeriodFilterProps = {
  readonly params: AuditParams;
  readonly onChange: (change: Partial<AuditParams>) => void;
};

/** From when on and until when: a span that ends today, or two days, written the same in every country. */
export function PeriodFilter({ params: { span, from, to }, onChange }: PeriodFilterProps) {
  const [isChoosing, setIsChoosing] = useState(false);
  const isByDays = span === null && (isChoosing || from !== null || to !== null);
  const choose = (value: string) => {
    setIsChoosing(value === "days");
    if (value !== "days") onChange({ span: SPAN_NAMES.find((name) => name === value) ?? null, from: null, to: null });
    else onChange({ span: null });
  };
  return (
    <>
      <Select
        variant="filter"
        aria-label="When"
        value={isByDays ? "days" : (span ?? "")}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">When: ever</option>
        {SPAN_NAMES.map((name) => (
          <option key={name} value={name}>
            {SPAN_WORDS[name]}
          </option>
        ))}
        <option value="days">Between days</option>
      </Select>
      {isByDays && (
        <span className="flex flex-wrap items-center gap-x-1">
          <DayField
            key={`from ${from?.getTime()}`}
            label="From day (UTC)"
            word="from"
            day={from}
            onChange={(day) => onChange({ from: day })}
          />
          <DayField key={`to ${to?.getTime()}`} label="To day (UTC)" word="to" day={to} onChange={(day) => onChange({ to: day })} />
        </span>
      )}
    </>
  );
}

type DayFieldProps = {
  readonly label: string;
  readonly word: string;
  readonly day: Date | null;
  readonly onChange: (day: Date | null) => void;
};

/** A day as text. It counts once the field is left or Enter is pressed; what is no day is kept, and said. */
function DayField({ label, word, day, onChange }: DayFieldProps) {
  const hintId = useId();
  const given = day === null ? "" : formatDay(day);
  const [text, setText] = useState(given);
  const [isWrong, setIsWrong] = useState(false);
  const settle = () => {
    const typed = text.trim();
    const next = typed === "" ? null : parseDay(typed);
    setIsWrong(next === undefined);
    if (next !== undefined && typed !== given) onChange(next);
  };
  return (
    <label className="flex h-7 items-center gap-1.5 pl-2 text-sm text-ink-2">
      <span aria-hidden>{word}</span>
      <input
        aria-label={label}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? hintId : undefined}
        placeholder="YYYY-MM-DD"
        maxLength={10}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === "Enter" && settle()}
        className={clsx(
          "h-7 w-25 rounded-sm border bg-surface px-2 text-sm text-ink placeholder:text-ink-3",
          isWrong ? "border-danger" : "border-line-control",
        )}
      />
      {isWrong && (
        <span id={hintId} role="alert" className="text-xs text-danger">
          Write it as 2026-11-22
        </span>
      )}
    </label>
  );
}
