import type { Job } from "@/server/platform/job";
import { findAnomalies } from "./anomaly-finding";
import { foldCosts } from "./keeping";
import { tellOverruns } from "./overruns";

export const jobs: readonly Job[] = [
  { name: "spend.folded", everyMs: 2_000, run: foldCosts },
  { name: "spend.anomalies_found", everyMs: 5 * 60_000, run: async (now) => void (await findAnomalies(now)) },
  { name: "spend.overruns_told", everyMs: 30 * 60_000, run: tellOverruns },
];
