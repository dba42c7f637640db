import type { Job } from "@/server/platform/job";
import { evaluateDaily } from "./evaluating";

export const jobs: readonly Job[] = [{ name: "maturity.evaluated", everyMs: 60_000, run: evaluateDaily }];
