"use client";

import clsx from "clsx";
import { useId } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";

export type ChoiceListProps = {
  readonly legend: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly error?: string;
  /** What `register` gives for the list of chosen values. */
  readonly field: UseFormRegisterReturn;
  readonly isTall?: boolean;
  readonly none?: string;
};

/** Any number of several: a list of boxes to tick. */
export function ChoiceList({ legend, choices, error, field, isTall = false, none }: ChoiceListProps) {
  const errorId = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <p id={errorId} role="alert" className={clsx("mb-1 text-xs text-danger", !error && "hidden")}>
        {error}
      </p>
      {choices.length === 0 && <p className="text-sm text-ink-3">{none}</p>}
      <div className={clsx("-mx-2 overflow-y-auto", isTall ? "max-h-80" : "max-h-72")}>
        {choices.map((choice) => (
          <label key={choice.value} className="flex cursor-pointer items-start gap-2.5 rounded-sm px-2 py-1.5 hover:bg-sunken">
            <input type="checkbox" value={choice.value} className="mt-0.5 size-4 shrink-0 accent-ink" {...field} />
            <span className="min-w-0 text-sm">
              <span className="block wrap-anywhere">{choice.label}</span>
              {choice.hint && <span className="block text-xs text-ink-3">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
