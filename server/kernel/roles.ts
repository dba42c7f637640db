/** What people may be (contract: Roles). A person may hold several. */
export const ROLES = ["viewer", "executive", "approver", "operator", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The roles as people read them. */
export const ROLE_NAMES = {
  viewer: "Viewer",
  executive: "Executive",
  approver: "Approver",
  operator: "Operator",
  auditor: "Auditor",
  admin: "Administrator",
} as const satisfies Record<Role, string>;

/** What an API key may be allowed to do (contract: Machine API). */
export const SCOPES = [
  "actions:write",
  "actions:read",
  "traces:write",
  "traces:read",
  "runs:write",
  "agents:read",
  "agents:write",
  "spend:read",
  "maturity:read",
  "records:write",
  "audit:read",
  "metrics:read",
] as const;
export type Scope = (typeof SCOPES)[number];
