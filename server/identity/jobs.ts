import type { Job } from "@/server/platform/job";
import { recordCountedFailures } from "./failed-sign-ins";
import { forgetWhatIsOver } from "./service";

export const jobs: readonly Job[] = [
  { name: "identity.forget", everyMs: 10 * 60_000, run: forgetWhatIsOver },
  { name: "identity.record_failed_sign_ins", everyMs: 15_000, run: recordCountedFailures },
];
