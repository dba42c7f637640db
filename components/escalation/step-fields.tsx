"use client";

import { ArrowUp } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { STEP_CHANNELS, type Step } from "@/server/escalation/core/chain";
import { type Choices, TargetFields } from "./target-fields";

const CHANNEL_NAMES = { inbox: "Inbox", email: "E-mail", slack: "Slack", webhook: "Webhook" } as const;

export type StepFieldsProps = {
  readonly place: number;
  readonly step: Step;
  readonly choices: Choices;
  readonly names: { readonly [id: string]: string };
  readonly errorOf: (path: string) => string | undefined;
  readonly onChange: (step: Step) => void;
  readonly onRaise: (() => void) | null;
  /** Null when it is the only one. */
  readonly onRemove: (() => void) | null;
};

/** One step: when, whom it tells, and how. */
export function StepFields({ place, step, choices, names, errorOf, onChange, onRaise, onRemove }: StepFieldsProps) {
  const set = (change: Partial<Step>) => onChange({ ...step, ...change });
  const unit = "minutes" in step.after ? "minutes" : "percentOfSla";
  const value = "minutes" in step.after ? step.after.minutes : step.after.percentOfSla;
  const setAfter = (of: string, amount: number) => set({ after: of === "minutes" ? { minutes: amount } : { percentOfSla: amount } });
  return (
    <fieldset className="grid min-w-0 gap-4 border-t border-line pt-3">
      <legend className="sr-only">Step {place}</legend>
      <div className="flex items-center gap-1">
        <h2 className="flex-1 text-base font-medium">Step {place}</h2>
        {onRaise && (
          <IconButton label={`Move step ${place} up`} onClick={onRaise}>
            <ArrowUp aria-hidden />
          </IconButton>
        )}
        {onRemove && (
          <Button size="sm" variant="quiet" aria-label={`Remove step ${place}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="After" isRequired error={errorOf(`after.${unit}`) ?? errorOf("after")}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={value || ""}
              onChange={({ target }) => setAfter(unit, Number(target.value.replace(/\D/g, "")))}
            />
          )}
        </Field>
        <Field label="Counted in" isRequired>
          {(control) => (
            <Select {...control} value={unit} onChange={({ target }) => setAfter(target.value, value)}>
              <option value="percentOfSla">% of the time to decide</option>
              <option value="minutes">minutes of the calendar</option>
            </Select>
          )}
        </Field>
      </div>
      <TargetFields
        place={place}
        targets={step.targets}
        choices={choices}
        names={names}
        errorOf={errorOf}
        onChange={(targets) => set({ targets })}
      />
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
        <legend className="pb-1 text-sm font-medium">
          How<span className="ml-1.5 text-xs font-normal text-ink-3">none ticked: as each one prefers</span>
        </legend>
        {STEP_CHANNELS.map((channel) => (
          <label key={channel} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-ink"
              checked={step.channels.includes(channel)}
              onChange={({ target }) =>
                set({ channels: target.checked ? [...step.channels, channel] : step.channels.filter((each) => each !== channel) })
              }
            />
            {CHANNEL_NAMES[channel]}
          </label>
        ))}
      </fieldset>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={step.important}
          onChange={({ target }) => set({ important: target.checked })}
        />
        Important: at once, through quiet hours
      </label>
    </fieldset>
  );
}
