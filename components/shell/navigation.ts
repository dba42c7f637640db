import { listWords } from "@/server/kernel/list-words";
import { ROLE_NAMES, type Role } from "@/server/kernel/roles";

export type SectionId = "overview" | "queue" | "traces" | "agents" | "policies" | "spend" | "maturity" | "audit" | "settings";

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
  { id: "traces", label: "Traces", href: "/traces", roles: "everyone", group: 1 },
  { id: "agents", label: "Agents", href: "/agents", roles: "everyone", group: 1 },
  { id: "policies", label: "Policies", href: "/policies", roles: "everyone", group: 1 },
  { id: "spend", label: "Spend", href: "/spend", roles: "everyone", group: 2 },
  { id: "maturity", label: "Maturity", href: "/maturity", roles: "everyone", group: 2 },
  { id: "audit", label: "Audit", href: "/audit", roles: ["auditor", "admin", "operator"], group: 2 },
  { id: "settings", label: "Settings", href: "/settings", roles: ["admin", "auditor", "operator", "approver"], group: 3 },
];

export type Place = {
  readonly label: string;
  readonly href: string;
  /** Only for those who keep the settings or audit them. */
  readonly isForKeepers?: true;
  /** Other words that people look for it by. */
  readonly also?: string;
};

/** The parts of the settings, in the order of their tabs. */
export const SETTINGS: readonly Place[] = [
  { label: "People", href: "/settings/people", isForKeepers: true, also: "users roles" },
  { label: "Groups", href: "/settings/groups", isForKeepers: true },
  { label: "API keys", href: "/settings/keys", isForKeepers: true },
  { label: "Notifications", href: "/settings/notifications", isForKeepers: true, also: "channels webhooks slack e-mail" },
  { label: "Calendars", href: "/settings/calendars", also: "business hours holidays" },
  { label: "On call", href: "/settings/on-call", also: "on-call schedules rota" },
  { label: "Escalation", href: "/settings/escalation", also: "chains sla targets" },
  { label: "Organisation", href: "/settings/organisation" },
  { label: "Your account", href: "/settings/account", also: "password passkeys sessions undo" },
];

/** Pages below a section that are looked for by name. */
const PAGES: readonly Place[] = [
  { label: "Inbox", href: "/inbox", also: "notices bell" },
  { label: "SLA attainment", href: "/queue/attainment", also: "breaches" },
  { label: "Standing grants", href: "/queue/grants" },
  { label: "Spend in brief", href: "/spend/brief", also: "executive summary report" },
  { label: "Invoices", href: "/spend/statements/invoices", also: "reconciliation providers" },
  { label: "Statements", href: "/spend/statements", also: "showback chargeback teams months" },
  { label: "Compare traces", href: "/traces/compare", also: "diff side by side" },
  { label: "Sources of traces", href: "/traces/sources", also: "telemetry opentelemetry ingest" },
  {
    label: "Redaction of traces",
    href: "/traces/redaction",
    isForKeepers: true,
    also: "payload rules secrets sensitive data commitments pii",
  },
  { label: "Retention of traces", href: "/traces/retention", isForKeepers: true, also: "delete days partitions storage" },
  { label: "Budgets", href: "/spend/budgets", also: "limits caps spend burn-down forecast cut off" },
  { label: "Routing advice", href: "/spend/advice", also: "models compare cheaper switch what-if success" },
  { label: "Attribution", href: "/spend/attribution", also: "spend unattributed rules whose cost team" },
  { label: "Prices of models", href: "/spend/prices", also: "spend cost tokens contract alias" },
  { label: "Gaps of maturity", href: "/maturity/gaps", also: "scorecard priorities what to close first" },
  { label: "Control mapping", href: "/maturity/frameworks", also: "frameworks eu ai act nist iso 42001 owasp evidence" },
  { label: "History of maturity", href: "/maturity/history", also: "snapshots trend verify what moved" },
  { label: "Maturity report to the board", href: "/maturity/report", also: "pdf print executive csv json" },
  { label: "Readiness of agents", href: "/maturity/readiness", also: "go-live review production checklist" },
  { label: "Teams of maturity", href: "/maturity/teams", also: "heat map risk tiers targets" },
  { label: "Records of evidence", href: "/maturity/records", also: "maturity trainings releases drills incidents runbooks exercises add" },
  { label: "Roadmap of maturity", href: "/maturity/roadmap", also: "plan quarters what-if what if owners due" },
  { label: "Tools", href: "/agents/tools" },
  { label: "Teams", href: "/agents/teams" },
  { label: "Loops", href: "/agents/loops", also: "loop detector repeats limits" },
  { label: "Out of office", href: "/settings/account/out-of-office", also: "delegation away" },
  { label: "What you are told", href: "/settings/account/notifications", also: "notification preferences" },
  { label: "Deliveries", href: "/settings/notifications/deliveries", isForKeepers: true, also: "notifications log webhooks" },
];

const isKeeper = (roles: readonly Role[]): boolean => roles.includes("admin") || roles.includes("auditor");

/** Where someone who holds these roles can go, by what they typed: the sections first, the many settings only when asked for. */
export function placesFor(roles: readonly Role[], text: string): Place[] {
  const places: readonly Place[] = [...sectionsFor(roles), ...PAGES, ...(text === "" ? [] : SETTINGS)];
  const isCalled = ({ label, also = "" }: Place) => `${label} ${also}`.toLowerCase().includes(text.toLowerCase());
  return places.filter((place) => isCalled(place) && (!place.isForKeepers || isKeeper(roles)));
}

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
