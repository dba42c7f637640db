"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Draft, type Faults, faultAt } from "./prepare-draft";

type Props = {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly faults: Faults;
  readonly onName: (name: string) => void;
  readonly onId: (id: string) => void;
};

/** What the rule is called, by people and in the record. */
export const NameFields = ({ draft, isNew, faults, onName, onId }: Props) => (
  <div className="grid gap-4 md:grid-cols-2">
    <Field label="Name" isRequired error={faultAt(faults, "name")}>
      {(control) => (
        <Input
          {...control}
          autoFocus={isNew}
          autoComplete="off"
          maxLength={120}
          placeholder="Discounts over 20 %"
          value={draft.name}
          onChange={({ target }) => onName(target.value)}
        />
      )}
    </Field>
    {isNew ? (
      <Field label="Id" isRequired hint="Names the rule in the record. It cannot be changed later." error={faultAt(faults, "id")}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            maxLength={63}
            value={draft.id}
            onChange={({ target }) => onId(target.value)}
          />
        )}
      </Field>
    ) : (
      <div className="text-sm">
        <p className="font-medium">Id</p>
        <p className="py-1.5 font-mono wrap-anywhere">{draft.id}</p>
      </div>
    )}
  </div>
);
