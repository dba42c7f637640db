import type { Job } from "@/server/platform/job";
import { joinTwiceTold } from "./event-runs";
import { countHours } from "./hours";
import { foldCounts, joinLateActions, keepPartitions } from "./keeping";
import { repriceSteps } from "./reprice";
import { settleTraces } from "./settle";

export const jobs: readonly Job[] = [
  { name: "traces.counts", everyMs: 2_000, run: foldCounts },
  { name: "traces.authority", everyMs: 15_000, run: joinLateActions },
  { name: "traces.hours", everyMs: 5_000, run: countHours },
  { name: "traces.event_runs", everyMs: 15_000, run: joinTwiceTold },
  { name: "traces.partitions", everyMs: 600_000, run: keepPartitions },
  { name: "traces.settled", everyMs: 15_000, run: settleTraces },
  { name: "traces.repriced", everyMs: 3_000, run: (now) => repriceSteps(now) },
];
