"use client";

import { MoreHorizontal } from "lucide-react";
import { describeRoles } from "@/components/shell/navigation";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Person } from "./prepare-people";

export type PersonAct = "edit" | "link" | "deactivate" | "reactivate";

type Props = { readonly people: readonly Person[]; readonly canManage: boolean; readonly onAct: (person: Person, act: PersonAct) => void };

/** The people as a table; on a phone the columns fold into the first one. */
export function PeopleTable({ people, canManage, onAct }: Props) {
  return (
    <Table caption="People">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">Roles</Th>
          <Th className="max-lg:hidden">Groups</Th>
          <Th>Last sign-in</Th>
          {canManage && <Th isLabelHidden>Actions</Th>}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Tr key={person.id} className={person.status === "deactivated" ? "text-ink-3" : undefined}>
            <Td className="py-2">
              <PersonName person={person} onEdit={canManage ? () => onAct(person, "edit") : null} />
            </Td>
            <Td className="max-md:hidden">{describeRoles(person.roles)}</Td>
            <Td className="max-lg:hidden">{person.groups.map((group) => group.name).join(", ")}</Td>
            <Td>
              <LastSignIn person={person} />
            </Td>
            {canManage && (
              <Td className="w-12 text-right">
                <PersonMenu person={person} onAct={(act) => onAct(person, act)} />
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function PersonName({ person, onEdit }: { readonly person: Person; readonly onEdit: (() => void) | null }) {
  return (
    <>
      <span className="block">
        {onEdit === null ? (
          <span className="font-medium">{person.name}</span>
        ) : (
          <button type="button" className="text-left font-medium hover:underline" onClick={onEdit}>
            {person.name}
          </button>
        )}
        {person.isYou && <span className="ml-1.5 text-xs text-ink-3">you</span>}
      </span>
      <span className="block text-xs wrap-anywhere text-ink-3">
        {person.email}
        {person.title !== null && <span className="max-md:hidden"> · {person.title}</span>}
      </span>
      <span className="block text-xs text-ink-2 md:hidden">{describeRoles(person.roles)}</span>
    </>
  );
}

function LastSignIn({ person }: { readonly person: Person }) {
  if (person.status === "deactivated") return <>Deactivated</>;
  if (person.status === "invited") return <span className="text-ink-2">Invited</span>;
  if (person.lastSignInAt === null) return <span className="text-ink-3">Never</span>;
  return <Time at={person.lastSignInAt} format="relative" />;
}

function PersonMenu({ person, onAct }: { readonly person: Person; readonly onAct: (act: PersonAct) => void }) {
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${person.name}`} className="-mr-1.5">
          <MoreHorizontal aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => onAct("edit")}>Edit name, manager and roles</MenuItem>
      {person.status === "deactivated" ? (
        <MenuItem onSelect={() => onAct("reactivate")}>Reactivate</MenuItem>
      ) : (
        <>
          <MenuItem onSelect={() => onAct("link")}>{person.status === "invited" ? "New setup link" : "Reset the password"}</MenuItem>
          <MenuSeparator />
          <MenuItem isDanger onSelect={() => onAct("deactivate")}>
            Deactivate
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
