import type { Job } from "@/server/platform/job";
import { forgetOld } from "./forgetting";
import { deliverDue } from "./sending";

const EVERY_MS = 1_000;

/** Each channel has its own: one that hangs does not hold up the others. */
export const jobs: readonly Job[] = [
  { name: "notifications.email", everyMs: EVERY_MS, run: (now) => deliverDue("email", now) },
  { name: "notifications.slack", everyMs: EVERY_MS, run: (now) => deliverDue("slack", now) },
  { name: "notifications.webhooks", everyMs: EVERY_MS, run: (now) => deliverDue("webhook", now) },
  { name: "notifications.forget", everyMs: 60 * 60_000, run: forgetOld },
];
