"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TimeZoneField } from "@/components/ui/time-zone-field";
import { toast } from "@/components/ui/toast";
import { CalendarInput } from "@/server/schedules/schema";
import { CalendarPreview } from "./calendar-preview";
import { HolidayFields, useHolidays } from "./holiday-fields";
import { OwnDates, type OwnDatesErrors } from "./own-dates";
import { calendarHref } from "./schedules-address";
import { type WeekErrors, WeekGrid } from "./week-grid";

export type CalendarFormProps = {
  /** The calendar as the editor saw it; null for a new one. */
  readonly saved: { readonly id: string; readonly revision: number } | null;
  readonly initial: CalendarInput;
};

/** Makes a calendar, or changes one; beside it what it would say from now on. */
export function CalendarForm({ saved, initial }: CalendarFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const create = useMutation(trpc.schedules.calendars.create.mutationOptions());
  const edit = useMutation(trpc.schedules.calendars.edit.mutationOptions());
  const [revision, setRevision] = useState(saved?.revision ?? 1); // as seen here: what others save meanwhile must not pass for it
  const form = useForm<CalendarInput>({ resolver: zodResolver(CalendarInput), defaultValues: initial });
  const { errors, isSubmitting, isSubmitted, isDirty } = form.formState;
  const [zone, hours, holidays, dates] = form.watch(["zone", "hours", "holidays", "dates"]);
  const off = useHolidays(holidays);
  const set = (field: "hours" | "holidays" | "dates") => (value: unknown) => {
    // What each field gives is of its own type; the form's types want names and values that are known apart.
    (form.setValue as (name: string, value: unknown, options: object) => void)(field, value, { shouldDirty: true });
    // All of it: validated by name, errors within a field that has no inputs of its own would be dropped.
    if (isSubmitted) void form.trigger();
  };
  const submit = form.handleSubmit(async (calendar) => {
    try {
      if (saved === null) {
        const { id } = await create.mutateAsync(calendar);
        toast(`${calendar.name} is a calendar now.`);
        router.push(calendarHref(id));
      } else {
        setRevision((await edit.mutateAsync({ id: saved.id, revision, calendar })).revision);
        form.reset(calendar);
        toast("Saved. It counts from now on; what is due already stays.");
      }
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <div className="grid gap-x-10 gap-y-6 px-4 py-4 md:px-6 lg:grid-cols-[minmax(0,44rem)_20rem]">
      <form onSubmit={submit} noValidate className="grid content-start gap-6">
        <div className="grid gap-4 md:grid-cols-2">
          <Field label="Name" isRequired error={errors.name?.message}>
            {(control) => <Input {...control} autoComplete="off" autoFocus={saved === null} {...form.register("name")} />}
          </Field>
          <TimeZoneField inForce={initial.zone} field={form.register("zone")} error={errors.zone?.message} />
        </div>
        <WeekGrid
          legend="Opening hours"
          hint="Times of the time zone above. Hours over midnight end at 24:00 and go on the next day from 00:00."
          week={hours}
          errors={errors.hours as WeekErrors}
          onChange={set("hours")}
        />
        <HolidayFields place={holidays} error={errors.holidays?.message} onChange={set("holidays")} />
        <OwnDates dates={dates} errors={errors.dates as OwnDatesErrors} onChange={set("dates")} />
        {errors.root && (
          <p role="alert" className="text-sm text-pretty text-danger">
            {errors.root.message}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" isPending={isSubmitting} disabled={saved !== null && !isDirty}>
            {saved === null ? "Add the calendar" : "Save"}
          </Button>
          {saved === null && <ButtonLink href="/settings/calendars">Cancel</ButtonLink>}
        </div>
      </form>
      <aside aria-label="Preview" className="content-start lg:border-l lg:border-line lg:pl-6">
        <CalendarPreview rules={{ zone, hours, dates }} holidays={off.holidays} />
      </aside>
    </div>
  );
}
