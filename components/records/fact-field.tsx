import type { UseFormRegister } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { FieldSpec } from "@/server/records/core/fields";
import type { RecordDraft } from "./prepare-record";

const YES_NO = { yes: "Yes", no: "No" };
const TYPES = { day: "date", moment: "datetime-local", text: "text" } as const;

type Props = {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly register: UseFormRegister<RecordDraft>;
  readonly error: string | undefined;
};

/** One fact of a record, by the control that its kind asks for it with. */
export function FactField({ name, spec: { label, hint, schema, control: kind, choices }, register, error }: Props) {
  const isRequired = !schema.safeParse(undefined).success;
  const offered = kind === "flag" ? YES_NO : choices;
  const field = register(`facts.${name}`);
  return (
    <Field label={label} isRequired={isRequired} error={error ?? null} {...(hint === undefined ? {} : { hint })}>
      {(control) =>
        offered !== undefined ? (
          <Select {...control} {...field}>
            <option value="">Choose</option>
            {Object.entries(offered).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        ) : kind === "number" ? (
          <Input {...control} {...field} type="number" step="any" min={0} inputMode="decimal" />
        ) : (
          <Input {...control} {...field} type={TYPES[kind as keyof typeof TYPES]} />
        )
      }
    </Field>
  );
}
