import type { Job } from "@/server/platform/job";
import { closeMonths } from "./closing";

export const jobs: readonly Job[] = [{ name: "statements.closed", everyMs: 60_000, run: closeMonths }];
