import { listWords } from "@/components/ui/list-words";
import { ROLE_NAMES, type Role } from "@/server/kernel/roles";

export type SectionId = "overview" | "queue" | "agents" | "policies" | "audit" | "settings";

export type Section = {
  readonly id: SectionId;
  readonly label: string;
  readonly href: string;
  /** Who finds it in the menu; the services decide who may read. */
  readonly roles: readonly Role[] | "everyone";
  /** Sections of one group stand together. */
  readonly group: number;
};

/** The sections that exist. One that is not built yet has no entry. */
export const SECTIONS: readonly Section[] = [
  { id: "overview", label: "Overview", href: "/overview", roles: ["executive", "viewer", "operator", "admin"], group: 0 },
  { id: "queue", label: "Queue", href: "/queue", roles: "everyone", group: 0 },
  { id: "agents", label: "Agents", href: "/agents", roles: "everyone", group: 1 },
  { id: "policies", label: "Policies", href: "/policies", roles: "everyone", group: 1 },
  { id: "audit", label: "Audit", href: "/audit", roles: ["auditor", "admin", "operator"], group: 2 },
  { id: "settings", label: "Settings", href: "/settings", roles: ["admin", "auditor", "operator", "approver"], group: 3 },
];

/** How many sections the bar of a phone shows beside "More". */
const BAR_LENGTH = 4;

/** The sections in the menu of someone who holds these roles. */
export const sectionsFor = (roles: readonly Role[]): Section[] =>
  SECTIONS.filter((section) => section.roles === "everyone" || section.roles.some((role) => roles.includes(role)));

/** The same, parted for a phone: what stands in the bar, and what "More" opens. */
export function barFor(roles: readonly Role[]): { readonly bar: Section[]; readonly more: Section[] } {
  const sections = sectionsFor(roles);
  return { bar: sections.slice(0, BAR_LENGTH), more: sections.slice(BAR_LENGTH) };
}

/** Whether a path lies within a section. */
export function isWithin(section: Section, path: string): boolean {
  const root = `/${section.href.split("/")[1]}`;
  return path === root || path.startsWith(`${root}/`);
}

/** Where a person starts: by the first of their roles in this order. */
const HOMES: readonly (readonly [Role, string])[] = [
  ["approver", "/queue"],
  ["operator", "/queue"],
  ["auditor", "/audit"],
  ["admin", "/settings/people"],
  ["executive", "/overview"],
  ["viewer", "/overview"],
];

/** The page that `/` leads to. */
export const homeOf = (roles: readonly Role[]): string => HOMES.find(([role]) => roles.includes(role))?.[1] ?? "/queue";

/** The roles in words: "Approver", "Operator and auditor". */
export function describeRoles(roles: readonly Role[]): string {
  const [first = "No role", ...rest] = roles.map((role) => ROLE_NAMES[role]);
  return listWords([first, ...rest.map((name) => name.toLowerCase())], "and");
}
