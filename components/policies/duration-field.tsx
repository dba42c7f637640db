"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";

const UNITS = { 1: "minutes", 60: "hours", 1440: "days" } as const;
type Unit = keyof typeof UNITS;

const unitOf = (minutes: number | null): Unit =>
  minutes === null || minutes % 60 !== 0 ? (minutes === null ? 60 : 1) : minutes % 1_440 === 0 ? 1_440 : 60;

export type DurationFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  /** What holds when nothing is given. */
  readonly otherwise: string;
  readonly minutes: number | null;
  readonly onChange: (minutes: number | null) => void;
};

/** A length of time in the unit that it is thought in; empty leaves it open. */
export function DurationField({ label, hint, error, otherwise, minutes, onChange }: DurationFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => unitOf(minutes));
  const [text, setText] = useState(() => (minutes === null ? "" : String(minutes / unit)));
  const set = (typed: string, next: Unit) => {
    setText(typed);
    setUnit(next);
    const amount = Number(typed.trim().replace(",", "."));
    onChange(typed.trim() === "" ? null : Math.round(amount * next * 1_000) / 1_000);
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <span className="grid grid-cols-[minmax(0,1fr)_6.5rem] gap-2">
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            placeholder={otherwise}
            onChange={({ target }) => set(target.value, unit)}
          />
          <Select aria-label={`${label}, unit`} value={unit} onChange={({ target }) => set(text, Number(target.value) as Unit)}>
            {Object.entries(UNITS).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        </span>
      )}
    </Field>
  );
}
