import type { Job } from "@/server/platform/job";
import { foldCounts, joinLateActions, keepPartitions } from "./keeping";

export const jobs: readonly Job[] = [
  { name: "traces.counts", everyMs: 2_000, run: foldCounts },
  { name: "traces.authority", everyMs: 15_000, run: joinLateActions },
  { name: "traces.partitions", everyMs: 600_000, run: keepPartitions },
];
