"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { type DayHours, WEEKDAYS, type Weekday, type WeekHours } from "@/server/schedules/core/week";
import { AddHours, DayHoursField, DayStripe, type HoursErrors } from "./day-hours";
import { DAY_NAMES } from "./prepare-calendar";

export type WeekErrors = ({ readonly message?: string } & { readonly [day in Weekday]?: HoursErrors }) | undefined;

export type WeekGridProps = {
  readonly legend: string;
  readonly hint?: string;
  readonly week: WeekHours;
  readonly errors: WeekErrors;
  readonly onChange: (week: WeekHours) => void;
};

const WORKDAYS = ["tue", "wed", "thu", "fri"] as const;

/** The opening hours of a week, a row a day. */
export function WeekGrid({ legend, hint, week, errors, onChange }: WeekGridProps) {
  const [hintId, errorId] = [useId(), useId()];
  const set = (day: Weekday) => (hours: readonly DayHours[]) => onChange({ ...week, [day]: hours });
  const copyMonday = () => onChange({ ...week, ...Object.fromEntries(WORKDAYS.map((day) => [day, week.mon])) });
  return (
    <fieldset className="min-w-0" aria-describedby={`${errorId} ${hintId}`}>
      <legend className="text-sm font-medium">{legend}</legend>
      {hint && (
        <p id={hintId} className="text-xs text-pretty text-ink-3">
          {hint}
        </p>
      )}
      <p id={errorId} role="alert" className={errors?.message ? "mt-1 text-sm text-pretty text-danger" : "hidden"}>
        {errors?.message}
      </p>
      <div className="mt-2 border-t border-line">
        {WEEKDAYS.map((day) => (
          <div
            key={day}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 border-b border-line py-2 md:grid-cols-[6.5rem_15rem_minmax(4rem,1fr)_auto]"
          >
            <span className="flex h-8 items-center text-sm max-md:font-medium">{DAY_NAMES[day]}</span>
            <div className="max-md:order-last max-md:col-span-2">
              <DayHoursField name={DAY_NAMES[day]} hours={week[day]} errors={errors?.[day]} onChange={set(day)} />
            </div>
            <div className="flex h-8 items-center max-md:hidden">
              <DayStripe hours={week[day]} />
            </div>
            <div className="flex h-8 items-center justify-end">
              <AddHours name={DAY_NAMES[day]} hours={week[day]} onChange={set(day)} />
            </div>
          </div>
        ))}
      </div>
      <Button size="sm" variant="quiet" className="mt-2 -ml-2" onClick={copyMonday}>
        Copy Monday to Tuesday–Friday
      </Button>
    </fieldset>
  );
}
