import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Job } from "./job";
import { startJobs } from "./job-runner";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Lets so much time pass, however slow the machine is. */
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a job never overlaps itself, however long it takes", async () => {
  let [inside, most, runs] = [0, 0, 0];
  const job: Job = {
    name: "slow",
    everyMs: 1,
    run: async () => {
      inside += 1;
      most = Math.max(most, inside);
      await pause(20);
      inside -= 1;
      runs += 1;
    },
  };
  const runner = startJobs([job], () => new Date());
  await passes(150);
  const stopped = runner.stop();
  await passes(20);
  await stopped;
  expect(most).toBe(1);
  expect(runs).toBe(8);
});

test("a job that fails is tried again, and the others go on", async () => {
  let [failing, healthy] = [0, 0];
  const jobs: Job[] = [
    {
      name: "failing",
      everyMs: 1,
      run: async () => {
        failing += 1;
        if (failing < 4) throw new Error("on purpose");
      },
    },
    {
      name: "healthy",
      everyMs: 1,
      run: async () => {
        healthy += 1;
      },
    },
  ];
  const runner = startJobs(jobs, () => new Date());
  await passes(200);
  await runner.stop();
  expect(healthy).toBe(201);
  // Its pauses of 2, 4 and 8 ms after the three failures, then one every ms again.
  expect(failing).toBe(4 + 200 - (2 + 4 + 8));
});

test("stopping waits for the job that runs, and starts none any more", async () => {
  let [begun, ended] = [0, 0];
  const job: Job = {
    name: "slow",
    everyMs: 1,
    run: async () => {
      begun += 1;
      await pause(50);
      ended += 1;
    },
  };
  const runner = startJobs([job], () => new Date());
  await passes(10);
  const stopped = runner.stop();
  await passes(40);
  await stopped;
  expect([begun, ended]).toEqual([1, 1]);
  await passes(20);
  expect(begun).toBe(1);
});
