import type { Channel, EVENTS } from "@/server/notifications/core/kinds";

export const CHANNEL_NAMES = { inbox: "Inbox", email: "E-mail", slack: "Slack", webhook: "Webhook" } as const satisfies Record<
  Channel,
  string
>;

/** States of a delivery in words; `retrying` is one that waits after it failed. */
export const STATE_WORDS = {
  waiting: "Waiting",
  sending: "Being sent",
  sent: "Sent",
  dead: "Given up",
  dropped: "Dropped",
} as const;

/** What an endpoint hears by each event. */
export const EVENT_WORDS = {
  "*": "Every event, also of kinds to come.",
  "approval.*": "All that happens to requests.",
  "approval.asked": "People are asked to decide.",
  "approval.escalated": "Others are asked, since nobody decided in time.",
  "approval.breached": "A request passed its due time.",
  "approval.decided": "A request was decided, or ended otherwise.",
  "agent.*": "All that people are told about agents.",
  "agent.killed": "An agent was killed.",
  "agent.looped": "A run of an agent was refused for repeating itself.",
  "agent.restored": "An agent was restored.",
  "agent.restore_asked": "Someone asks to restore an agent; a second person must agree.",
  "grant.*": "Everything about standing grants.",
  "grant.created": "A standing grant began.",
  "grant.extension_asked": "Someone asks that a standing grant last longer.",
  "grant.extended": "A standing grant lasts longer.",
  "grant.ended": "A standing grant ended or was taken back.",
  "budget.*": "All that happens to budgets.",
  "budget.cut_off": "A budget is used up, and calls are refused.",
  "budget.threshold_reached": "A budget reached one of its thresholds.",
  "webhook.disabled": "A webhook was disabled, since its receiver failed or is gone.",
} as const satisfies Record<(typeof EVENTS)[number], string>;

/** Minutes since midnight as "22:30", and back; null for what is no time. */
export const toTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
export function fromTime(text: string): number | null {
  const parts = /^(\d{2}):(\d{2})$/.exec(text);
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
}

/** Where people choose what they are told. */
export const PREFERENCES_HREF = "/settings/account/notifications";
