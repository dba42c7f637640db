import { ROLE_NAMES, ROLES, type Role, SCOPES, type Scope } from "@/server/kernel/roles";

const ROLE_HINTS: Readonly<Record<Role, string>> = {
  viewer: "Reads, without sensitive arguments.",
  executive: "A viewer who gets statements and reports.",
  approver: "Decides where their groups are asked.",
  operator: "Registers agents, writes policy, stops agents.",
  auditor: "Reads everything, sensitive arguments on the record; decides nothing.",
  admin: "Keeps people, keys and settings; decides nothing by being one.",
};

type Choice<T> = { readonly value: T; readonly label: string; readonly hint: string };

/** What each role lets a person do, in the order of the contract. */
export const ROLE_CHOICES: readonly Choice<Role>[] = ROLES.map((role) => ({
  value: role,
  label: ROLE_NAMES[role],
  hint: ROLE_HINTS[role],
}));

const SCOPE_HINTS: Readonly<Record<Scope, string>> = {
  "actions:write": "Propose, consume, report and cancel actions.",
  "actions:read": "Read actions and their decisions.",
  "agents:read": "Read the registry of agents.",
  "agents:write": "Register, change and stop agents.",
  "traces:write": "Send traces.",
  "traces:read": "Read traces.",
  "runs:write": "Report runs and checkpoints.",
  "spend:read": "Read what agents spend.",
  "maturity:read": "Read the scorecard.",
  "records:write": "Add records that the scorecard is computed from.",
  "audit:read": "Read the audit log.",
  "metrics:read": "Read metrics.",
};

/** What each scope lets a key do. */
export const SCOPE_CHOICES: readonly Choice<Scope>[] = SCOPES.map((scope) => ({ value: scope, label: scope, hint: SCOPE_HINTS[scope] }));
