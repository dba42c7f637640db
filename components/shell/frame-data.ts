import type { Role } from "@/server/kernel/roles";
import { describeRoles } from "./navigation";

/** What the frame knows of the one who is signed in and of the organisation. */
export type FramePerson = {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly organisationName: string;
  readonly isDemo: boolean;
};

/** Remembers in this browser whether the sidebar is folded; the server reads it, so that nothing jumps. */
export const SIDEBAR_COOKIE = "reeve-sidebar";

/** "Approver · Northwind Mutual". */
export const rolesAndPlace = (person: FramePerson): string => `${describeRoles(person.roles)} · ${person.organisationName}`;
