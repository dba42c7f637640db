"use client";

import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ACTS, type Act } from "@/server/budgets/core/terms";
import { MAX_THRESHOLDS, type NamedGroup } from "@/server/budgets/schema";
import type { BudgetValues } from "./budget-values";

const ACT_WORDS = {
  notify: "Tell",
  require_approval: "Ask before each call",
  throttle: "Slow down",
  cut_off: "Cut off",
} as const satisfies Record<Act, string>;

/** Who is told or asked, until someone says which group. */
const NOBODY_WORDS = {
  notify: "The owner",
  require_approval: "Choose who is asked",
  cut_off: "Tells the owner",
} as const satisfies Record<Exclude<Act, "throttle">, string>;

type Props = { readonly form: UseFormReturn<BudgetValues>; readonly groups: readonly NamedGroup[] };

/** What happens at which share of the limit. */
export function ThresholdFields({ form, groups }: Props) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "thresholds" });
  const { errors } = form.formState;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-sm font-medium">What happens</legend>
      {fields.map((field, i) => (
        <Row key={field.id} form={form} groups={groups} at={i} onRemove={fields.length > 1 ? () => remove(i) : null} />
      ))}
      {errors.thresholds?.message !== undefined && (
        <p role="alert" className="text-sm text-danger">
          {errors.thresholds.message}
        </p>
      )}
      {fields.length < MAX_THRESHOLDS && (
        <Button
          size="sm"
          variant="quiet"
          className="w-fit"
          onClick={() => append({ percent: "90", act: "notify", groupId: "", perMinute: "" })}
        >
          Add a threshold
        </Button>
      )}
    </fieldset>
  );
}

type RowProps = Props & { readonly at: number; readonly onRemove: (() => void) | null };

function Row({ form: { register, watch, formState }, groups, at, onRemove }: RowProps) {
  const act = watch(`thresholds.${at}.act`);
  const own = formState.errors.thresholds?.[at];
  const nth = `Threshold ${at + 1}`;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Field
        className="w-20"
        label={`${nth}: at, per cent`}
        isLabelHidden
        isRequired
        error={own?.percent?.message ?? own?.act?.message ?? null}
      >
        {(control) => <Input {...control} {...register(`thresholds.${at}.percent`)} inputMode="numeric" autoComplete="off" />}
      </Field>
      <span aria-hidden className="pt-1.5 text-sm text-ink-2">
        %
      </span>
      <Field className="min-w-40 flex-1" label={`${nth}: what happens`} isLabelHidden isRequired>
        {(control) => (
          <Select {...control} {...register(`thresholds.${at}.act`)}>
            {ACTS.map((one) => (
              <option key={one} value={one}>
                {ACT_WORDS[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {act === "throttle" ? (
        <Field className="w-44" label={`${nth}: calls a minute`} isLabelHidden isRequired error={own?.perMinute?.message ?? null}>
          {(control) => <Input {...control} {...register(`thresholds.${at}.perMinute`)} inputMode="numeric" placeholder="calls a minute" />}
        </Field>
      ) : (
        <Field className="w-44" label={`${nth}: group`} isLabelHidden isRequired error={own?.groupId?.message ?? null}>
          {(control) => (
            <Select key={groups.length} {...control} {...register(`thresholds.${at}.groupId`)}>
              <option value="">{NOBODY_WORDS[act]}</option>
              {groups.map(({ id, name }) => (
                <option key={id} value={id}>
                  {act === "cut_off" ? `Tells ${name}` : name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {onRemove !== null && (
        <Button size="sm" variant="quiet" aria-label={`Remove threshold ${at + 1}`} onClick={onRemove}>
          Remove
        </Button>
      )}
    </div>
  );
}
