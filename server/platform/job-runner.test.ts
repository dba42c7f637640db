import { expect, test } from "vitest";
import type { Job } from "./job";
import { startJobs } from "./job-runner";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
  await pause(150);
  await runner.stop();
  expect(most).toBe(1);
  expect(runs).toBeGreaterThan(2);
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
  await pause(200);
  await runner.stop();
  expect(failing).toBeGreaterThan(4);
  expect(healthy).toBeGreaterThan(failing);
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
  await pause(10);
  await runner.stop();
  expect([begun, ended]).toEqual([1, 1]);
  await pause(20);
  expect(begun).toBe(1);
});
