"use client";

import { ChosenList } from "@/components/ui/chosen-list";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export type Choice = { readonly value: string; readonly label: string };

export type PickListProps = {
  readonly label: string;
  /** What the select says before anything is picked. */
  readonly none: string;
  readonly choices: readonly Choice[];
  readonly values: readonly string[];
  readonly error: string | null;
  readonly onChange: (values: string[]) => void;
};

/** Several of a list, picked one after the other. */
export function PickList({ label, none, choices, values, error, onChange }: PickListProps) {
  const nameOf = (value: string) => choices.find((choice) => choice.value === value)?.label ?? `${value} (gone)`;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Field label={label} error={error}>
        {(control) => (
          <Select {...control} value="" onChange={({ target }) => onChange([...values, target.value])}>
            <option value="" disabled>
              {none}
            </option>
            {choices
              .filter(({ value }) => !values.includes(value))
              .map(({ value, label: name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <ChosenList label={label} values={values} nameOf={nameOf} onChange={onChange} />
    </div>
  );
}
