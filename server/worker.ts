import { jobs as actions } from "@/server/actions/jobs";
import { jobs as advice } from "@/server/advice/jobs";
import { jobs as approvals } from "@/server/approvals/jobs";
import { jobs as budgets } from "@/server/budgets/jobs";
import { jobs as fleet } from "@/server/fleet/jobs";
import { jobs as gate } from "@/server/gate/jobs";
import { jobs as grants } from "@/server/grants/jobs";
import { jobs as identity } from "@/server/identity/jobs";
import { jobs as maturity } from "@/server/maturity/jobs";
import { jobs as notifications } from "@/server/notifications/jobs";
import { clock } from "@/server/platform/clock";
import { startJobs } from "@/server/platform/job-runner";
import { stopOnSignal } from "@/server/platform/shutdown";
import { jobs as pricing } from "@/server/pricing/jobs";
import { jobs as spend } from "@/server/spend/jobs";
import { jobs as statements } from "@/server/statements/jobs";
import { jobs as traces } from "@/server/traces/jobs";

/** Everything that Reeve does without being asked. Several workers may run: each job guards itself in SQL. */
const runner = startJobs(
  [
    ...identity,
    ...notifications,
    ...fleet,
    ...actions,
    ...grants,
    ...pricing,
    ...traces,
    ...spend,
    ...budgets,
    ...approvals,
    ...gate,
    ...statements,
    ...advice,
    ...maturity,
  ],
  clock.now,
);
stopOnSignal(runner.stop);
