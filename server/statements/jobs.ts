import type { Job } from "@/server/platform/job";
import { sendBriefs } from "./brief";
import { closeMonths } from "./closing";

export const jobs: readonly Job[] = [
  { name: "statements.closed", everyMs: 60_000, run: closeMonths },
  { name: "briefs.sent", everyMs: 60_000, run: sendBriefs },
];
