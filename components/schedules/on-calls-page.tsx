"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { ArchiveButton } from "@/components/trpc/archive-button";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { OnCallPerson } from "@/server/schedules/schema";
import type { AppRouter } from "@/server/trpc/root";
import { Moment } from "./moment";
import { onCallHref } from "./schedules-address";
import { WithArchived } from "./with-archived";

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
  const list = useQuery(useTRPC().schedules.onCall.list.queryOptions());
  const canEdit = list.data?.can.edit ?? false;
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
        {({ schedules, people }) => (
          <WithArchived what="schedules" all={schedules}>
            {(shown) =>
              shown.length === 0 ? (
                <EmptyState title="On-call schedules will be here" action={add}>
                  A schedule says who is on duty at any moment: people take turns, and take shifts for one another. Requests can ask whoever
                  is on duty.
                </EmptyState>
              ) : (
                <OnCallsTable rows={shown} people={people} canEdit={canEdit} />
              )
            }
          </WithArchived>
        )}
      </Loaded>
    </>
  );
}

type TableProps = {
  readonly rows: readonly Row[];
  readonly people: readonly OnCallPerson[];
  readonly canEdit: boolean;
};

function OnCallsTable({ rows, people, canEdit }: TableProps) {
  const archive = useMutation(useTRPC().schedules.onCall.archive.mutationOptions());
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? null;
  return (
    <Table caption="On-call schedules">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>On duty now</Th>
          <Th className="max-md:hidden">Next</Th>
          {canEdit && <Th isLabelHidden>Change</Th>}
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
                <ArchiveButton
                  thing={row}
                  consequence="It cannot be chosen any more. Requests that ask it already go on to ask it."
                  archive={archive.mutateAsync}
                />
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
