/**
 * Work that the worker repeats. A domain's `jobs.ts` exports `const jobs: readonly Job[]`, and
 * `server/worker.ts` runs each on its interval. One worker never overlaps a job with itself, but several
 * workers may run it at the same moment: guard in SQL (`for update skip locked`), never in memory.
 */
export type Job = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (now: Date) => Promise<void>;
};
