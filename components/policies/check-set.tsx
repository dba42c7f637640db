type CheckSetProps<T extends string> = {
  readonly legend: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly values: readonly T[];
  readonly onChange: (values: T[]) => void;
};

/** Any of a few; none of them means all. */
export const CheckSet = <T extends string>({ legend, choices, values, onChange }: CheckSetProps<T>) => (
  <fieldset className="min-w-0">
    <legend className="text-sm font-medium">
      {legend}
      <span className="ml-1.5 text-xs font-normal text-ink-3">none means any</span>
    </legend>
    <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1.5">
      {choices.map(({ value, label }) => (
        <label key={value} className="flex min-h-6 items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={values.includes(value)}
            onChange={({ target }) =>
              onChange(choices.map((choice) => choice.value).filter((each) => (each === value ? target.checked : values.includes(each))))
            }
          />
          {label}
        </label>
      ))}
    </div>
  </fieldset>
);
