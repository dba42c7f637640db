"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { RuleRow } from "@/server/policies/schema";

const [STAYS, LAST] = ["=stays", "=last"];

type PlaceFieldProps = {
  /** The rules in force, in their order. */
  readonly rules: readonly RuleRow[];
  readonly ruleId: string;
  readonly isNew: boolean;
  /** The rule that comes after it: null is none, undefined leaves it where it is. */
  readonly before: string | null | undefined;
  readonly onChange: (before: string | null | undefined) => void;
};

/** Where a rule stands among the others, by the rule that comes after it. */
export function PlaceField({ rules, ruleId, isNew, before, onChange }: PlaceFieldProps) {
  const choose = (value: string) => onChange(value === STAYS ? undefined : value === LAST ? null : value);
  const stands = rules.findIndex((rule) => rule.id === ruleId) + 1;
  return (
    <Field label="Place" isRequired hint="The first rule that matches decides; a matching “Deny” wins from any place.">
      {(control) => (
        <Select
          {...control}
          value={before === undefined ? STAYS : before === null ? LAST : before}
          onChange={({ target }) => choose(target.value)}
        >
          {!isNew && <option value={STAYS}>Stays number {stands}</option>}
          {rules.map((rule, index) =>
            rule.id === ruleId ? null : (
              <option key={rule.id} value={rule.id}>
                Before number {index + 1}, {rule.name}
              </option>
            ),
          )}
          <option value={LAST}>Last</option>
        </Select>
      )}
    </Field>
  );
}

type ReasonFieldProps = { readonly reason: string; readonly error: string | null; readonly onChange: (reason: string) => void };

/** Why the rules change, for whoever reads the versions later. */
export const ReasonField = ({ reason, error, onChange }: ReasonFieldProps) => (
  <Field label="Reason for the change" isRequired hint="Stands beside your name in the versions of the policy." error={error}>
    {(control) => <Textarea {...control} rows={2} maxLength={500} value={reason} onChange={({ target }) => onChange(target.value)} />}
  </Field>
);
