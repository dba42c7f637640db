import type { Role } from "@/server/kernel/roles";

export type SeedPerson = {
  readonly email: string;
  readonly name: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
};

export const GROUPS = ["Finance", "Sales", "Operations", "Security"] as const;
export const TEAMS = ["Sales", "Customer Care", "Procurement", "Data", "Platform"] as const;

/** Who pays for each, as Northwind's books have it. */
export const COST_CENTRES: Readonly<Record<(typeof TEAMS)[number], string>> = {
  Sales: "4100 Distribution",
  "Customer Care": "4200 Service",
  Procurement: "6300 Operations",
  Data: "6100 Technology",
  Platform: "6100 Technology",
};

/** The people of the demo organisation. The first six sign in; the rest own agents and start runs. */
export const PEOPLE: readonly SeedPerson[] = [
  { email: "admin@reeve.demo", name: "Victor Hale", title: "Head of IT", roles: ["admin"], groups: [] },
  { email: "operator@reeve.demo", name: "Mei Lin", title: "Agent operations", roles: ["operator"], groups: [] },
  { email: "approver@reeve.demo", name: "Ana Ruiz", title: "Finance controller", roles: ["approver"], groups: ["Finance", "Operations"] },
  { email: "approver2@reeve.demo", name: "Tom Okafor", title: "Sales director", roles: ["approver"], groups: ["Sales", "Operations"] },
  { email: "executive@reeve.demo", name: "Helena Brandt", title: "Chief financial officer", roles: ["executive"], groups: [] },
  { email: "auditor@reeve.demo", name: "Ingrid Holm", title: "Internal audit", roles: ["auditor"], groups: [] },
  { email: "noor@reeve.demo", name: "Noor Haddad", title: "Finance analyst", roles: ["approver"], groups: ["Finance"] },
  { email: "priya@reeve.demo", name: "Priya Raman", title: "Security engineer", roles: ["approver"], groups: ["Security", "Operations"] },
  { email: "dana@reeve.demo", name: "Dana Whitfield", title: "Sales operations", roles: ["viewer"], groups: [] },
  { email: "sam@reeve.demo", name: "Sam Patel", title: "Account executive", roles: ["viewer"], groups: [] },
  { email: "jon@reeve.demo", name: "Jon Weiss", title: "Customer care lead", roles: ["viewer"], groups: [] },
  { email: "lea@reeve.demo", name: "Lea Fontaine", title: "Platform engineer", roles: ["viewer", "operator"], groups: [] },
];
