"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { useState } from "react";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { ArchiveButton } from "@/components/trpc/archive-button";
import { ConfirmDialog } from "@/components/trpc/confirm-dialog";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AppRouter } from "@/server/trpc/root";
import { Moment } from "./moment";
import { weekWords } from "./prepare-calendar";
import { calendarHref } from "./schedules-address";
import { WithArchived } from "./with-archived";

type CalendarSeen = inferRouterOutputs<AppRouter>["schedules"]["calendars"]["list"]["calendars"][number];

const sentence = (calendars: readonly CalendarSeen[]): string => {
  const standard = calendars.find(({ isDefault }) => isDefault);
  return `Deadlines count the open hours of a calendar. Where none is chosen they count those of ${standard?.name ?? "none"}.`;
};

/** When the organisation works: every calendar, and which one counts where none is chosen. */
export function CalendarsPage() {
  const list = useQuery(useTRPC().schedules.calendars.list.queryOptions());
  const canEdit = list.data?.can.edit ?? false;
  return (
    <>
      <PageHeader
        title="Calendars"
        state={list.data && sentence(list.data.calendars)}
        actions={
          canEdit && (
            <ButtonLink variant="primary" href="/settings/calendars/new">
              Add a calendar
            </ButtonLink>
          )
        }
      />
      <SettingsTabs />
      <Loaded query={list} what="The calendars">
        {({ calendars }) => (
          <WithArchived what="calendars" all={calendars}>
            {(shown) => <CalendarsTable calendars={shown} canEdit={canEdit} />}
          </WithArchived>
        )}
      </Loaded>
    </>
  );
}

type TableProps = { readonly calendars: readonly CalendarSeen[]; readonly canEdit: boolean };

function CalendarsTable({ calendars, canEdit }: TableProps) {
  return (
    <Table caption="Calendars">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">Hours</Th>
          <Th className="max-md:hidden">Now</Th>
          {canEdit && <Th isLabelHidden>Change</Th>}
        </tr>
      </thead>
      <tbody>
        {calendars.map((calendar) => (
          <Tr key={calendar.id}>
            <Td className="py-2">
              <Link className="link font-medium wrap-anywhere" href={calendarHref(calendar.id)}>
                {calendar.name}
              </Link>
              {calendar.isDefault && <span className="ml-2 text-xs text-ink-3">default</span>}
              {calendar.archivedAt !== null && <span className="ml-2 text-xs text-ink-3">archived</span>}
              <span className="block text-xs text-ink-3 md:hidden">
                {weekWords(calendar.hours)}, {calendar.zone}. {calendar.now.isOpen ? "Open now." : "Closed now."}
              </span>
            </Td>
            <Td className="max-md:hidden">
              {weekWords(calendar.hours)}
              <span className="block text-xs text-ink-3">{placeWords(calendar)}</span>
            </Td>
            <Td className="text-ink-2 max-md:hidden">
              <NowWords calendar={calendar} />
            </Td>
            {canEdit && (
              <Td className="w-px text-right md:whitespace-nowrap">
                <CalendarActs calendar={calendar} />
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function CalendarActs({ calendar }: { readonly calendar: CalendarSeen }) {
  const trpc = useTRPC();
  const archive = useMutation(trpc.schedules.calendars.archive.mutationOptions());
  const makeDefault = useMutation(trpc.schedules.calendars.makeDefault.mutationOptions());
  const [isAsked, setIsAsked] = useState(false);
  const { id, name, isDefault, isBuiltIn, archivedAt } = calendar;
  if (isDefault) return null;
  return (
    <>
      {archivedAt === null && (
        <Button size="sm" variant="quiet" aria-label={`Make default: ${name}`} onClick={() => setIsAsked(true)}>
          Make default
        </Button>
      )}
      {!isBuiltIn && (
        <ArchiveButton
          thing={calendar}
          consequence="It cannot be chosen any more. Deadlines that were reckoned on it stay as they are."
          archive={archive.mutateAsync}
        />
      )}
      {isAsked && (
        <ConfirmDialog
          question={{
            title: `Make ${name} the default?`,
            consequence:
              "Requests that come in from now on are due by its open hours wherever no other calendar is chosen. Those that wait already keep their deadlines.",
            verb: "Make default",
            act: () => makeDefault.mutateAsync({ id }),
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </>
  );
}

const placeWords = ({ zone, holidays, dates }: CalendarSeen): string =>
  [
    zone,
    holidays && `holidays of ${[holidays.country, holidays.region].filter(Boolean).join("-")}`,
    dates.length > 0 && `${dates.length} own ${dates.length === 1 ? "day" : "days"}`,
  ]
    .filter(Boolean)
    .join(", ");

function NowWords({ calendar: { now, zone } }: { readonly calendar: CalendarSeen }) {
  if (now.until === null) return now.isOpen ? "Open" : "Closed for good";
  return (
    <>
      {now.isOpen ? "Open until " : "Closed until "}
      <Moment at={now.until} zone={zone} />
    </>
  );
}
