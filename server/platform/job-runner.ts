import { logFailure } from "./database-away";
import type { Job } from "./job";
import { log } from "./log";

const LONGEST_PAUSE_MS = 30_000;

export type JobRunner = {
  /** Starts no job any more and waits for those that run. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs each job on its interval, never a second time before the first has ended. One that fails is tried again, the
 * pause growing to half a minute; while it keeps failing (the database is away) that is said once, and once when it works again.
 */
export function startJobs(jobs: readonly Job[], now: () => Date): JobRunner {
  const timers = new Map<string, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  let isStopping = false;
  const loop = (job: Job, failures: number) => {
    if (isStopping) return;
    const turn = attempt(job, failures, now()).then((failed) => {
      underWay.delete(turn);
      if (isStopping) return;
      const pauseMs =
        failed === 0 ? job.everyMs : Math.min(job.everyMs * 2 ** Math.min(failed, 10), Math.max(job.everyMs, LONGEST_PAUSE_MS));
      timers.set(
        job.name,
        setTimeout(() => loop(job, failed), pauseMs),
      );
    });
    underWay.add(turn);
  };
  for (const job of jobs) loop(job, 0);
  return {
    stop: async () => {
      isStopping = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

/** Runs the job once and answers how often in a row it has failed now. Never throws: a worker outlives its jobs. */
async function attempt(job: Job, failures: number, now: Date): Promise<number> {
  try {
    await job.run(now);
    if (failures > 0) log.info({ job: job.name, failures }, "a job works again");
    return 0;
  } catch (error) {
    if (failures === 0) logFailure(error, "a job failed; it is tried again", { job: job.name });
    return failures + 1;
  }
}
