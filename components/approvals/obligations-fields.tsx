"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Json } from "@/server/approvals/schema";
import { pointerWords } from "./prepare-edit";
import { type Conditions, placesOf } from "./prepare-obligations";

type Props = { readonly args: Json; readonly typed: Conditions; readonly onChange: (typed: Conditions) => void };

/** What is asked in return for an approval. The agent is told, and its token carries it. */
export function ObligationsFields({ args, typed, onChange }: Props) {
  const { amounts, texts } = placesOf(args);
  const change = (next: Partial<Conditions>) =>
    onChange({ ...typed, capPointer: typed.capPointer || (amounts[0] ?? ""), toPointer: typed.toPointer || (texts[0] ?? ""), ...next });
  return (
    <div className="grid gap-3 md:grid-cols-2">
      {amounts.length > 0 && (
        <>
          <Field label="Limit the amount at">
            {(control) => <Places {...control} places={amounts} value={typed.capPointer} onPick={(capPointer) => change({ capPointer })} />}
          </Field>
          <Field label="No more than">
            {(control) => (
              <Input {...control} type="number" step="any" value={typed.max} onChange={({ target }) => change({ max: target.value })} />
            )}
          </Field>
        </>
      )}
      {texts.length > 0 && (
        <>
          <Field label="Limit the recipient at">
            {(control) => <Places {...control} places={texts} value={typed.toPointer} onPick={(toPointer) => change({ toPointer })} />}
          </Field>
          <Field label="Only these" hint="Commas between several.">
            {(control) => <Input {...control} value={typed.recipients} onChange={({ target }) => change({ recipients: target.value })} />}
          </Field>
        </>
      )}
      <Field label="To be run before">
        {(control) => (
          <Input {...control} type="datetime-local" value={typed.until} onChange={({ target }) => change({ until: target.value })} />
        )}
      </Field>
      <Field label="Tell someone once it has run" hint="The e-mail address of someone in Reeve.">
        {(control) => <Input {...control} type="email" value={typed.email} onChange={({ target }) => change({ email: target.value })} />}
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" checked={typed.dryRun} onChange={({ target }) => change({ dryRun: target.checked })} />A dry run comes first
      </label>
    </div>
  );
}

type PlacesProps = {
  readonly id: string;
  readonly places: readonly string[];
  readonly value: string;
  readonly onPick: (place: string) => void;
};

const Places = ({ places, value, onPick, ...control }: PlacesProps) => (
  <Select {...control} value={value || places[0]} onChange={({ target }) => onPick(target.value)}>
    {places.map((place) => (
      <option key={place} value={place}>
        {pointerWords(place)}
      </option>
    ))}
  </Select>
);
