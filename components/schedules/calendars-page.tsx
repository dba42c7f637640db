"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/trpc/root";
import { Moment } from "./moment";
import { weekWords } from "./prepare-calendar";
import { calendarHref } from "./schedules-address";

type CalendarSeen = inferRouterOutputs<AppRouter>["schedules"]["calendars"]["list"]["calendars"][number];

const sentence = (calendars: readonly CalendarSeen[]): string => {
  const standard = calendars.find(({ isDefault }) => isDefault);
  return `Deadlines count the open hours of a calendar. Where none is chosen they count those of ${standard?.name ?? "none"}.`;
};

/** When the organisation works: every calendar, and which one counts where none is chosen. */
export function CalendarsPage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.schedules.calendars.list.queryOptions());
  const archive = useMutation(trpc.schedules.calendars.archive.mutationOptions());
  const makeDefault = useMutation(trpc.schedules.calendars.makeDefault.mutationOptions());
  const [isArchivedShown, setIsArchivedShown] = useQueryState("archived", parseAsBoolean.withDefault(false));
  const [question, setQuestion] = useState<Question | null>(null);
  const canEdit = list.data?.can.edit ?? false;
  const askToArchive = ({ id, name }: CalendarSeen) =>
    setQuestion({
      title: `Archive ${name}?`,
      consequence: "It cannot be chosen any more. Deadlines that were reckoned on it stay as they are. You can bring it back.",
      verb: "Archive",
      act: () => archive.mutateAsync({ id, isArchived: true }),
    });
  const askToMakeDefault = ({ id, name }: CalendarSeen) =>
    setQuestion({
      title: `Make ${name} the default?`,
      consequence:
        "Requests that come in from now on are due by its open hours wherever no other calendar is chosen. Those that wait already keep their deadlines.",
      verb: "Make default",
      act: () => makeDefault.mutateAsync({ id }),
    });
  const bringBack = ({ id }: CalendarSeen) => archive.mutate({ id, isArchived: false }, { onError: (error) => toast.error(error.message) });
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
        {({ calendars }) => {
          const archived = calendars.filter(({ archivedAt }) => archivedAt !== null);
          return (
            <>
              <CalendarsTable
                calendars={isArchivedShown ? calendars : calendars.filter(({ archivedAt }) => archivedAt === null)}
                canEdit={canEdit}
                onArchive={askToArchive}
                onBringBack={bringBack}
                onMakeDefault={askToMakeDefault}
              />
              {archived.length > 0 && (
                <Button
                  size="sm"
                  variant="quiet"
                  className="mx-2 mt-2 md:mx-4"
                  onClick={() => void setIsArchivedShown(isArchivedShown ? null : true)}
                >
                  {isArchivedShown ? "Hide archived calendars" : `Show ${archived.length} archived`}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}

type TableProps = {
  readonly calendars: readonly CalendarSeen[];
  readonly canEdit: boolean;
  readonly onArchive: (calendar: CalendarSeen) => void;
  readonly onBringBack: (calendar: CalendarSeen) => void;
  readonly onMakeDefault: (calendar: CalendarSeen) => void;
};

function CalendarsTable({ calendars, canEdit, onArchive, onBringBack, onMakeDefault }: TableProps) {
  return (
    <Table caption="Calendars">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">Hours</Th>
          <Th className="max-md:hidden">Now</Th>
          {canEdit && (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          )}
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
                {calendar.archivedAt === null && !calendar.isDefault && (
                  <Button size="sm" variant="quiet" aria-label={`Make default: ${calendar.name}`} onClick={() => onMakeDefault(calendar)}>
                    Make default
                  </Button>
                )}
                {calendar.archivedAt === null && !calendar.isDefault && !calendar.isBuiltIn && (
                  <Button size="sm" variant="quiet" aria-label={`Archive ${calendar.name}`} onClick={() => onArchive(calendar)}>
                    Archive
                  </Button>
                )}
                {calendar.archivedAt !== null && (
                  <Button size="sm" variant="quiet" aria-label={`Bring back ${calendar.name}`} onClick={() => onBringBack(calendar)}>
                    Bring back
                  </Button>
                )}
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
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
