import type { Job } from "@/server/platform/job";
import { evaluateDaily, measureDaily } from "./evaluating";

const evaluateAndMeasure = async (now: Date): Promise<void> => {
  await evaluateDaily(now);
  await measureDaily(now);
};

export const jobs: readonly Job[] = [{ name: "maturity.evaluated", everyMs: 60_000, run: evaluateAndMeasure }];
