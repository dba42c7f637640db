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
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { OnCallPerson } from "@/server/schedules/schema";
import type { AppRouter } from "@/server/trpc/root";
import { Moment } from "./moment";
import { onCallHref } from "./schedules-address";

type Row = inferRouterOutputs<AppRouter>["schedules"]["onCall"]["list"]["schedules"][number];

function sentence(schedules: readonly Row[]): string {
  const inUse = schedules.filter(({ archivedAt }) => archivedAt === null);
  const gaps = inUse.filter(({ now }) => now.personId === null).length;
  if (inUse.length === 0) return "No schedules yet.";
  if (gaps === 0) return "Somebody is on duty in every schedule now.";
  return `Nobody is on duty now in ${gaps} of ${inUse.length} ${inUse.length === 1 ? "schedule" : "schedules"}.`;
}

/** Every on-call schedule with who is on duty now. */
export function OnCallsPage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.schedules.onCall.list.queryOptions());
  const archive = useMutation(trpc.schedules.onCall.archive.mutationOptions());
  const [isArchivedShown, setIsArchivedShown] = useQueryState("archived", parseAsBoolean.withDefault(false));
  const [question, setQuestion] = useState<Question | null>(null);
  const canEdit = list.data?.can.edit ?? false;
  const askToArchive = ({ id, name }: Row) =>
    setQuestion({
      title: `Archive ${name}?`,
      consequence: "It cannot be chosen any more. What asks it already goes on to ask it. You can bring it back.",
      verb: "Archive",
      act: () => archive.mutateAsync({ id, isArchived: true }),
    });
  const bringBack = ({ id }: Row) => archive.mutate({ id, isArchived: false }, { onError: (error) => toast.error(error.message) });
  const add = canEdit && (
    <ButtonLink variant="primary" href="/settings/on-call/new">
      Add a schedule
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="On call" state={list.data && sentence(list.data.schedules)} actions={add} />
      <SettingsTabs />
      <Loaded query={list} what="The on-call schedules">
        {({ schedules, people }) => {
          const archivedCount = schedules.filter(({ archivedAt }) => archivedAt !== null).length;
          const shown = isArchivedShown ? schedules : schedules.filter(({ archivedAt }) => archivedAt === null);
          return (
            <>
              {shown.length === 0 ? (
                <EmptyState title="On-call schedules will be here" action={add}>
                  A schedule says who is on duty at any moment: people take turns, and take shifts for one another. Requests can ask whoever
                  is on duty.
                </EmptyState>
              ) : (
                <OnCallsTable rows={shown} people={people} canEdit={canEdit} onArchive={askToArchive} onBringBack={bringBack} />
              )}
              {archivedCount > 0 && (
                <Button
                  size="sm"
                  variant="quiet"
                  className="mx-2 mt-2 md:mx-4"
                  onClick={() => void setIsArchivedShown(isArchivedShown ? null : true)}
                >
                  {isArchivedShown ? "Hide archived schedules" : `Show ${archivedCount} archived`}
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
  readonly rows: readonly Row[];
  readonly people: readonly OnCallPerson[];
  readonly canEdit: boolean;
  readonly onArchive: (row: Row) => void;
  readonly onBringBack: (row: Row) => void;
};

function OnCallsTable({ rows, people, canEdit, onArchive, onBringBack }: TableProps) {
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? null;
  return (
    <Table caption="On-call schedules">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>On duty now</Th>
          <Th className="max-md:hidden">Next</Th>
          {canEdit && (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="py-2">
              <Link className="link font-medium wrap-anywhere" href={onCallHref(row.id)}>
                {row.name}
              </Link>
              {row.archivedAt !== null && <span className="ml-2 text-xs text-ink-3">archived</span>}
              <span className="block text-xs text-ink-3">{row.zone}</span>
            </Td>
            <Td>{nameOf(row.now.personId) ?? <span className="text-warn">Nobody</span>}</Td>
            <Td className="text-ink-2 max-md:hidden">
              {row.now.until === null ? (
                "No change in the coming weeks"
              ) : (
                <>
                  {nameOf(row.now.nextPersonId) ?? "Nobody"} from <Moment at={row.now.until} zone={row.zone} />
                </>
              )}
            </Td>
            {canEdit && (
              <Td className="w-px text-right">
                <Button
                  size="sm"
                  variant="quiet"
                  aria-label={`${row.archivedAt === null ? "Archive" : "Bring back"} ${row.name}`}
                  onClick={() => (row.archivedAt === null ? onArchive : onBringBack)(row)}
                >
                  {row.archivedAt === null ? "Archive" : "Bring back"}
                </Button>
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
