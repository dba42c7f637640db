"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AppRouter } from "@/server/trpc/root";
import { GroupForm } from "./group-form";
import { SettingsTabs } from "./settings-tabs";

export type GroupOfSettings = inferRouterOutputs<AppRouter>["identity"]["groups"]["list"]["groups"][number];

const sentence = (groups: readonly GroupOfSettings[]): string =>
  groups.length === 0
    ? "No groups yet."
    : `${groups.length} ${groups.length === 1 ? "group" : "groups"}. A rule asks a group; its approvers decide.`;

/** The groups that rules ask: their members, and the ways to change them. */
export function GroupsPage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.identity.groups.list.queryOptions());
  const archive = useMutation(trpc.identity.groups.archive.mutationOptions());
  const [isAdding, setIsAdding] = useQueryState("new", parseAsBoolean.withDefault(false));
  const [editedId, setEditedId] = useQueryState("group");
  const [question, setQuestion] = useState<Question | null>(null);
  const canManage = list.data?.canManage ?? false;
  const edited = list.data?.groups.find((group) => group.id === editedId);
  const askToArchive = (group: GroupOfSettings) =>
    setQuestion({
      title: `Archive ${group.name}?`,
      consequence:
        "Nobody decides for it from now on. Requests that ask only this group will run out unless a rule asks another one first. This cannot be undone, and the name is not used again.",
      verb: "Archive",
      act: () => archive.mutateAsync({ groupId: group.id }),
    });
  const add = <Button onClick={() => void setIsAdding(true)}>Add a group</Button>;
  return (
    <>
      <PageHeader title="Groups" state={list.data && sentence(list.data.groups)} actions={canManage && add} />
      <SettingsTabs />
      <Loaded query={list} what="The groups">
        {({ groups }) =>
          groups.length === 0 ? (
            <EmptyState title="Groups of approvers will be here" action={canManage && add}>
              A rule that requires approval names the groups to ask, for example Finance. Without groups every approver is asked.
            </EmptyState>
          ) : (
            <GroupsTable groups={groups} canManage={canManage} onEdit={(group) => void setEditedId(group.id)} onArchive={askToArchive} />
          )
        }
      </Loaded>
      {canManage && isAdding && <GroupForm group={null} onClose={() => void setIsAdding(null)} />}
      {canManage && edited && <GroupForm key={edited.id} group={edited} onClose={() => void setEditedId(null)} />}
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}

type TableProps = {
  readonly groups: readonly GroupOfSettings[];
  readonly canManage: boolean;
  readonly onEdit: (group: GroupOfSettings) => void;
  readonly onArchive: (group: GroupOfSettings) => void;
};

const namesOf = (group: GroupOfSettings): string =>
  group.members
    .filter((member) => !member.isDeactivated)
    .map((member) => member.name)
    .join(", ");

const decidersOf = (group: GroupOfSettings): number => group.members.filter((member) => member.isApprover && !member.isDeactivated).length;

function GroupsTable({ groups, canManage, onEdit, onArchive }: TableProps) {
  return (
    <Table caption="Groups">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">Members</Th>
          <Th isNumeric>Approvers</Th>
          {canManage && <Th isLabelHidden>Actions</Th>}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Tr key={group.id}>
            <Td className="py-2">
              <span className="block font-medium wrap-anywhere">{group.name}</span>
              <span className="block text-xs text-ink-3 md:hidden">{namesOf(group) || "Nobody yet"}</span>
            </Td>
            <Td className="text-ink-2 max-md:hidden">{namesOf(group) || <span className="text-ink-3">Nobody yet</span>}</Td>
            <Td isNumeric>{decidersOf(group) > 0 ? decidersOf(group) : <span className="text-warn">None: nobody can decide</span>}</Td>
            {canManage && (
              <Td className="w-px text-right whitespace-nowrap">
                <Button size="sm" variant="quiet" aria-label={`Edit ${group.name}`} onClick={() => onEdit(group)}>
                  Edit
                </Button>
                <Button size="sm" variant="quiet" className="-mr-2" aria-label={`Archive ${group.name}`} onClick={() => onArchive(group)}>
                  Archive
                </Button>
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
