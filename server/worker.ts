import { jobs as actions } from "@/server/actions/jobs";
import { jobs as approvals } from "@/server/approvals/jobs";
import { jobs as identity } from "@/server/identity/jobs";
import { clock } from "@/server/platform/clock";
import { disconnect } from "@/server/platform/db";
import { startJobs } from "@/server/platform/job-runner";

/** Everything that Reeve does without being asked. Several workers may run: each job guards itself in SQL. */
const runner = startJobs([...identity, ...actions, ...approvals], clock.now);

async function stop(): Promise<void> {
  await runner.stop();
  await disconnect();
  process.exit(0);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
