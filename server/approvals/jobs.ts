import type { Job } from "@/server/platform/job";
import { expireDue, recordBreaches } from "./sweeps";

/** The clock of the queue. Nothing is kept in memory: what is over is read from the table, however late. */
export const jobs: readonly Job[] = [
  {
    name: "approvals.expire",
    everyMs: 1_000,
    run: async (now) => {
      await expireDue(now);
    },
  },
  {
    name: "approvals.breach",
    everyMs: 1_000,
    run: async (now) => {
      await recordBreaches(now);
    },
  },
];
