import { Select, type SelectProps } from "./select";

export type FilterChoice<V extends string = string> = { readonly value: V; readonly label: string };

type FilterSelectProps<V extends string> = Omit<SelectProps, "value" | "onChange" | "variant" | "children"> & {
  /** What it narrows by. */
  readonly label: string;
  /** The words of the choice that narrows nothing. */
  readonly all: string;
  readonly value: V | null;
  readonly choices: readonly FilterChoice<V>[];
  readonly onChange: (value: V | null) => void;
};

/** Narrows a list by one thing. What the address asks for is shown as chosen, even where it is no choice any more. */
export function FilterSelect<V extends string>({ label, all, value, choices, onChange, ...rest }: FilterSelectProps<V>) {
  const isKnown = value === null || choices.some((choice) => choice.value === value);
  return (
    <Select
      {...rest}
      variant="filter"
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) => onChange(choices.find((choice) => choice.value === target.value)?.value ?? null)}
    >
      <option value="">{all}</option>
      {!isKnown && <option value={value}>{value}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </Select>
  );
}
