import type { Role, Scope } from "@/server/kernel/roles";

/** What each role lets a person do, in the order of the contract. */
export const ROLE_CHOICES: readonly { readonly value: Role; readonly label: string; readonly hint: string }[] = [
  { value: "viewer", label: "Viewer", hint: "Reads, without sensitive arguments." },
  { value: "executive", label: "Executive", hint: "A viewer who gets statements and reports." },
  { value: "approver", label: "Approver", hint: "Decides where their groups are asked." },
  { value: "operator", label: "Operator", hint: "Registers agents, writes policy, stops agents." },
  { value: "auditor", label: "Auditor", hint: "Reads everything, sensitive arguments on the record; decides nothing." },
  { value: "admin", label: "Administrator", hint: "Keeps people, keys and settings; decides nothing by being one." },
];

/** What each scope lets a key do. */
export const SCOPE_CHOICES: readonly { readonly value: Scope; readonly label: string; readonly hint: string }[] = [
  { value: "actions:write", label: "actions:write", hint: "Propose, consume, report and cancel actions." },
  { value: "actions:read", label: "actions:read", hint: "Read actions and their decisions." },
  { value: "agents:read", label: "agents:read", hint: "Read the registry of agents." },
  { value: "agents:write", label: "agents:write", hint: "Register, change and stop agents." },
  { value: "traces:write", label: "traces:write", hint: "Send traces." },
  { value: "traces:read", label: "traces:read", hint: "Read traces." },
  { value: "runs:write", label: "runs:write", hint: "Report runs and checkpoints." },
  { value: "spend:read", label: "spend:read", hint: "Read what agents spend." },
  { value: "maturity:read", label: "maturity:read", hint: "Read the scorecard." },
  { value: "audit:read", label: "audit:read", hint: "Read the audit log." },
  { value: "metrics:read", label: "metrics:read", hint: "Read metrics." },
];
