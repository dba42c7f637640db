import type { ApprovalPlan } from "./rule";

/** Where no rule says who is asked: any approver, within four hours, at most a day. */
export const DEFAULT_APPROVAL: ApprovalPlan = { groups: [], dueMinutes: 240, expiryMinutes: 1_440 };
