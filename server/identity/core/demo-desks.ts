export type DemoDesk = { readonly email: string; readonly role: string; readonly does: string };

/** The demo organisation's sign-ins (contract: Environment), in the order of the sign-in page. */
export const DEMO_DESKS: readonly DemoDesk[] = [
  { email: "approver@reeve.demo", role: "Approver", does: "Decides for Finance" },
  { email: "approver2@reeve.demo", role: "Approver", does: "Decides for Sales" },
  { email: "operator@reeve.demo", role: "Operator", does: "Runs agents and policy" },
  { email: "executive@reeve.demo", role: "Executive", does: "Reads what agents did" },
  { email: "auditor@reeve.demo", role: "Auditor", does: "Proves what happened" },
  { email: "admin@reeve.demo", role: "Admin", does: "Keeps people and keys" },
];

/** The one password of the demo organisation. */
export const DEMO_PASSWORD = "reeve-demo";
