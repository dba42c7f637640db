"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { Facts } from "@/components/fleet/page-section";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { PageHeader } from "@/components/ui/page-header";
import { WEEKDAYS } from "@/server/schedules/core/week";
import type { CalendarInput } from "@/server/schedules/schema";
import type { AppRouter } from "@/server/trpc/root";
import { CalendarForm } from "./calendar-form";
import { CalendarPreview } from "./calendar-preview";
import { formatFullDate } from "./format-moment";
import { HolidayList, useHolidays } from "./holiday-fields";
import { DAY_NAMES, hoursWords } from "./prepare-calendar";

type CalendarSeen = inferRouterOutputs<AppRouter>["schedules"]["calendars"]["byId"];

const parent = (
  <Link className="link" href="/settings/calendars">
    Calendars
  </Link>
);

function stateOf({ isBuiltIn, archivedAt, isDefault }: CalendarSeen): string | undefined {
  if (isBuiltIn) return "This calendar comes with Reeve and stays as it is.";
  if (archivedAt !== null) return "Archived: it cannot be chosen any more.";
  return isDefault ? "Deadlines count its open hours wherever no other calendar is chosen." : undefined;
}

/** One calendar: its form for those who may change it, its hours for everyone else. */
export function CalendarPage({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.schedules.calendars.byId.queryOptions({ id }));
  return (
    <>
      <PageHeader parent={parent} title={query.data?.name ?? "Calendar"} state={query.data && stateOf(query.data)} />
      <Loaded query={query} what="The calendar">
        {(calendar) =>
          calendar.can.edit ? <CalendarForm saved={calendar} initial={inputOf(calendar)} /> : <CalendarFacts calendar={calendar} />
        }
      </Loaded>
    </>
  );
}

const inputOf = ({ name, zone, hours, holidays, dates }: CalendarSeen): CalendarInput => ({ name, zone, hours, holidays, dates });

const nineToFive = [{ from: "09:00", to: "17:00" }];

/** The form of a new calendar: the usual week, in the organisation's zone. */
export function NewCalendarPage() {
  const trpc = useTRPC();
  const organisation = useQuery(trpc.identity.organisation.queryOptions());
  return (
    <>
      <PageHeader parent={parent} title="New calendar" state="When deadlines count: a week of opening hours, less holidays and own days." />
      <Loaded query={organisation} what="The settings of the organisation">
        {({ timeZone }) => (
          <CalendarForm
            saved={null}
            initial={{
              name: "",
              zone: timeZone,
              hours: { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive, sat: [], sun: [] },
              holidays: null,
              dates: [],
            }}
          />
        )}
      </Loaded>
    </>
  );
}

function CalendarFacts({ calendar }: { readonly calendar: CalendarSeen }) {
  const { holidays, isLoading } = useHolidays(calendar.holidays);
  const facts = [
    { label: "Time zone", value: calendar.zone },
    ...WEEKDAYS.map((day) => ({ label: DAY_NAMES[day], value: hoursWords(calendar.hours[day]) })),
    {
      label: "Holidays",
      value: calendar.holidays === null ? "Open on public holidays" : <HolidayList holidays={holidays} isLoading={isLoading} />,
    },
    ...calendar.dates.map(({ date, label, hours }) => ({
      label: formatFullDate(date),
      value: label === "" ? hoursWords(hours) : `${hoursWords(hours)}, ${label}`,
    })),
  ];
  return (
    <div className="grid gap-y-6 py-4 lg:grid-cols-[minmax(0,44rem)_20rem]">
      <Facts facts={facts} />
      <aside aria-label="Preview" className="px-4 md:px-6 lg:border-l lg:border-line">
        <CalendarPreview rules={calendar} holidays={holidays} />
      </aside>
    </div>
  );
}
