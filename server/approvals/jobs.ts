import type { Job } from "@/server/platform/job";
import { keepStandings } from "@/server/traces/standings";
import { escalateDue } from "./escalations";
import { standingsOf } from "./standings";
import { forgetNonces } from "./step-up";
import { countWaiting, expireDue, recordBreaches } from "./sweeps";
import { settleDue } from "./votes";

/** The clock of the queue. Nothing is kept in memory: what is past is read from the table, however late, and in order. */
export const jobs: readonly Job[] = [
  { name: "approvals.votes", everyMs: 250, run: async (now) => void (await settleDue(now)) },
  { name: "approvals.waiting", everyMs: 5_000, run: async () => void (await countWaiting()) },
  { name: "approvals.run_standings", everyMs: 2_000, run: (now) => keepStandings(now, standingsOf) },
  { name: "approvals.forget_nonces", everyMs: 10 * 60_000, run: forgetNonces },
  {
    name: "approvals.clock",
    everyMs: 500,
    run: async (now) => {
      await escalateDue(now);
      await recordBreaches(now);
      await expireDue(now);
    },
  },
];
