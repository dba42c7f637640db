import { type Channel, KINDS, kindOfChoice } from "@/server/notifications/core/kinds";

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

/** The sentence of a kind, for lists; a kind that people do not choose about is shown as it is. */
export const kindWords = (kind: string): string => (kindOfChoice(kind) === "other" ? kind : KINDS[kindOfChoice(kind)].label);

/** Minutes since midnight as "22:30", and back; null for what is no time. */
export const toTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
export function fromTime(text: string): number | null {
  const parts = /^(\d{2}):(\d{2})$/.exec(text);
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
}

/** Where people choose what they are told. */
export const PREFERENCES_HREF = "/settings/account/notifications";
