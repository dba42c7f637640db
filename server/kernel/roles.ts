/** What people may be (contract: Roles). A person may hold several. */
export const ROLES = ["viewer", "executive", "approver", "operator", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

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
  "audit:read",
  "metrics:read",
] as const;
export type Scope = (typeof SCOPES)[number];
