import type { ApprovalPlan, Stage } from "./rule";

/** Any approver, one of them. */
export const ANY_APPROVER: Stage = {
  name: "Approval",
  groups: [],
  people: [],
  onCall: [],
  asksManager: false,
  quorum: 1,
  dueMinutes: null,
};

/** Where no rule says who is asked: any approver, within the target of the agent's risk tier. */
export const DEFAULT_APPROVAL: ApprovalPlan = {
  stages: [ANY_APPROVER],
  dueMinutes: null,
  expiryMinutes: null,
  calendarId: null,
  chainId: null,
};
