"use client";

import { useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { cleanLine } from "@/server/kernel/untrusted";

export type NamePickerProps = {
  readonly legend: string;
  /** "All agents". */
  readonly all: string;
  readonly names: readonly string[];
  /** Null means all of them. */
  readonly chosen: readonly string[] | null;
  readonly error?: string;
  readonly onChange: (chosen: readonly string[] | null) => void;
};

const SEARCHED_FROM = 8;

/** All of them, or some by name. */
export function NamePicker({ legend, all, names, chosen, error, onChange }: NamePickerProps) {
  const [id, [search, setSearch]] = [useId(), useState("")];
  const wanted = search.trim().toLowerCase();
  const shown = names.filter((name) => name.toLowerCase().includes(wanted));
  const toggle = (name: string, isOn: boolean) => onChange(isOn ? [...(chosen ?? []), name] : (chosen ?? []).filter((one) => one !== name));
  return (
    <fieldset className="min-w-0" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <label className="flex items-center gap-2 py-1">
          <input type="radio" name={id} className="size-4 accent-ink" checked={chosen === null} onChange={() => onChange(null)} />
          {all}
        </label>
        <label className="flex items-center gap-2 py-1">
          <input type="radio" name={id} className="size-4 accent-ink" checked={chosen !== null} onChange={() => onChange(chosen ?? [])} />
          Only some
          {chosen !== null && <span className="text-ink-3">({chosen.length} chosen)</span>}
        </label>
      </div>
      {chosen !== null && (
        <div className="mt-1 border-l border-line pl-3">
          {names.length >= SEARCHED_FROM && (
            <Input
              type="search"
              aria-label={`Find in ${legend.toLowerCase()}`}
              placeholder="Find"
              value={search}
              onChange={({ target }) => setSearch(target.value)}
            />
          )}
          <div className="mt-1 max-h-36 overflow-y-auto">
            {shown.map((name) => (
              <label key={name} className="flex cursor-pointer items-center gap-2.5 rounded-sm px-1 py-1 text-sm hover:bg-sunken">
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-ink"
                  checked={chosen.includes(name)}
                  onChange={({ target }) => toggle(name, target.checked)}
                />
                <span className="min-w-0 wrap-anywhere">{cleanLine(name, 128)}</span>
              </label>
            ))}
            {shown.length === 0 && <p className="px-1 py-1 text-sm text-ink-3">None is called that.</p>}
          </div>
        </div>
      )}
      <p id={`${id}-error`} role="alert" className="text-xs text-danger empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
