import type { Job } from "@/server/platform/job";
import { forgetWhatIsOver } from "./service";

export const jobs: readonly Job[] = [{ name: "identity.forget", everyMs: 10 * 60_000, run: forgetWhatIsOver }];
