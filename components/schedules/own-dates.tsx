"use client";

import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { OwnDate } from "@/server/schedules/core/calendar";
import { AddHours, DayHoursField, type HoursErrors } from "./day-hours";

type Fault = { readonly message?: string };
type OwnDateErrors = { readonly date?: Fault; readonly label?: Fault; readonly hours?: HoursErrors } | undefined;
export type OwnDatesErrors = { readonly message?: string; readonly [index: number]: OwnDateErrors } | undefined;

export type OwnDatesProps = {
  readonly dates: readonly OwnDate[];
  readonly errors: OwnDatesErrors;
  readonly onChange: (dates: OwnDate[]) => void;
};

/** Days that differ from the week: closed, or open in hours of their own. They win over holidays. */
export function OwnDates({ dates, errors, onChange }: OwnDatesProps) {
  const set = (index: number, change: Partial<OwnDate>) =>
    onChange(dates.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">Own days</legend>
      <p className="text-xs text-pretty text-ink-3">
        Days that differ from the week: closed without hours, else open in theirs. They win over holidays.
      </p>
      {errors?.message && (
        <p role="alert" className="text-xs text-danger">
          {errors.message}
        </p>
      )}
      <div className="mt-2 grid gap-3">
        {dates.map((each, index) => (
          <OwnDateRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row that is being typed has no identity but its place
            key={index}
            place={index + 1}
            own={each}
            errors={errors?.[index]}
            onChange={(change) => set(index, change)}
            onRemove={() => onChange(dates.filter((_, at) => at !== index))}
          />
        ))}
      </div>
      <Button size="sm" variant="quiet" className="mt-2 -ml-2" onClick={() => onChange([...dates, { date: "", label: "", hours: [] }])}>
        <Plus aria-hidden />
        Add a day
      </Button>
    </fieldset>
  );
}

type RowProps = {
  readonly place: number;
  readonly own: OwnDate;
  readonly errors: OwnDateErrors;
  readonly onChange: (change: Partial<OwnDate>) => void;
  readonly onRemove: () => void;
};

function OwnDateRow({ place, own, errors, onChange, onRemove }: RowProps) {
  const name = own.date || `own day ${place}`;
  const setHours = (hours: OwnDate["hours"]) => onChange({ hours });
  return (
    <div className="grid items-start gap-x-3 gap-y-2 border-b border-line pb-3 md:grid-cols-[9.5rem_minmax(8rem,1fr)_15rem_auto]">
      <Field label={`Date of own day ${place}`} isLabelHidden isRequired error={errors?.date?.message}>
        {(control) => <Input {...control} type="date" value={own.date} onChange={(event) => onChange({ date: event.target.value })} />}
      </Field>
      <Field label={`Name of ${name}`} isLabelHidden isRequired error={errors?.label?.message}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            placeholder="What for, e.g. Stocktaking"
            value={own.label}
            onChange={(event) => onChange({ label: event.target.value })}
          />
        )}
      </Field>
      <DayHoursField name={name} hours={own.hours} errors={errors?.hours} onChange={setHours} />
      <div className="flex h-8 items-center justify-end gap-1">
        <AddHours name={name} hours={own.hours} onChange={setHours} />
        <IconButton label={`Remove ${name}`} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
