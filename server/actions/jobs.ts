import type { Job } from "@/server/platform/job";
import { expireAllowances, sequenceEvents } from "./lifecycle";

/** Works until a sweep finds less than it could take. */
const untilDone = async (sweep: () => Promise<number>): Promise<void> => {
  while ((await sweep()) > 0);
};

export const jobs: readonly Job[] = [
  { name: "actions.sequence", everyMs: 200, run: () => untilDone(sequenceEvents) },
  { name: "actions.expire_allowances", everyMs: 1_000, run: (now) => untilDone(() => expireAllowances(now)) },
];
