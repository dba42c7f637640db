import type { Job } from "@/server/platform/job";
import { forgetRuns, observeRuns } from "./observe";

export const jobs: readonly Job[] = [
  { name: "advice.observed", everyMs: 5_000, run: observeRuns },
  { name: "advice.forgotten", everyMs: 3_600_000, run: forgetRuns },
];
