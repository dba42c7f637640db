"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { ChosenList } from "./chosen-list";
import { Field } from "./field";
import { Input } from "./input";

export type Suggestion = { readonly value: string; readonly label?: string };

export type TokenInputProps = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly suggestions: readonly Suggestion[];
  readonly isCode?: boolean;
};

/** A list of short words, typed one after the other: Enter or a comma adds, Backspace takes the last one back. */
export function TokenInput({ label, hint, error, placeholder, values, onChange, suggestions, isCode = false }: TokenInputProps) {
  const listId = useId();
  const [text, setText] = useState("");
  const add = (typed: string) => {
    const fresh = typed
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "" && !values.includes(word));
    setText("");
    if (fresh.length > 0) onChange([...values, ...fresh]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    if ((event.key === "Enter" || event.key === ",") && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "") onChange(values.slice(0, -1));
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Field label={label} hint={hint} error={error}>
        {(control) => (
          <Input
            {...control}
            list={listId}
            value={text}
            placeholder={values.length === 0 ? placeholder : undefined}
            autoComplete="off"
            spellCheck={false}
            className={isCode ? "font-mono" : undefined}
            // A suggestion that was picked comes whole, and not by a key.
            onChange={(event) => {
              const { value } = event.target;
              const isPicked = !("inputType" in event.nativeEvent) || event.nativeEvent.inputType === "insertReplacementText";
              if (isPicked && suggestions.some((each) => each.value === value)) add(value);
              else setText(value);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => add(text)}
          />
        )}
      </Field>
      <datalist id={listId}>
        {suggestions
          .filter(({ value }) => !values.includes(value))
          .map((each) => (
            <option key={each.value} value={each.value} label={each.label} />
          ))}
      </datalist>
      <ChosenList label={label} values={values} isCode={isCode} onChange={onChange} />
    </div>
  );
}
