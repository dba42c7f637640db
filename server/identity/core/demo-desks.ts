import { ROLE_NAMES } from "@/server/kernel/roles";

export type DemoDesk = { readonly email: string; readonly role: string; readonly does: string };

/** The demo organisation's sign-ins (contract: Environment), in the order of the sign-in page. */
export const DEMO_DESKS: readonly DemoDesk[] = [
  { email: "approver@reeve.demo", role: ROLE_NAMES.approver, does: "Decides for Finance" },
  { email: "approver2@reeve.demo", role: ROLE_NAMES.approver, does: "Decides for Sales" },
  { email: "operator@reeve.demo", role: ROLE_NAMES.operator, does: "Runs agents and policy" },
  { email: "executive@reeve.demo", role: ROLE_NAMES.executive, does: "Reads what agents did" },
  { email: "auditor@reeve.demo", role: ROLE_NAMES.auditor, does: "Proves what happened" },
  { email: "admin@reeve.demo", role: ROLE_NAMES.admin, does: "Keeps people and keys" },
];

/** The one password of the demo organisation. */
export const DEMO_PASSWORD = "reeve-demo";
