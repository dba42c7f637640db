import { lapseLeases } from "@/server/actions/lifecycle";
import { tellPromised } from "@/server/approvals/promises";
import type { Job } from "@/server/platform/job";

/** Gives up on executions whose agents never said how they ended, and tells whomever an approver promised it to. */
export const giveUp = (now: Date): Promise<number> => lapseLeases(now, (tx, lapsed) => tellPromised(tx, lapsed, "unknown", now));

export const jobs: readonly Job[] = [
  {
    name: "gate.lapse_leases",
    everyMs: 1_000,
    run: async (now) => {
      while ((await giveUp(now)) > 0);
    },
  },
];
