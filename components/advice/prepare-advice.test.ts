import { describe, expect, test } from "vitest";
import type { DecisionView, ModelView, TaskView } from "@/server/advice/schema";
import {
  aftermathWords,
  csvOf,
  leftOut,
  perRun,
  prepareTasks,
  prepareValueChart,
  reasonWords,
  tookWords,
  verdictWords,
} from "./prepare-advice";

const model = (name: string, count: number, of: number, cost: number, over: Partial<ModelView> = {}): ModelView => ({
  model: name,
  runs: of,
  outcome: { of, count },
  cost: { of: cost === 0 ? 0 : of, mean: cost, deviation: cost / 4 },
  tookMs: { median: 3_400, p95: 9_000 },
  agents: ["a"],
  ...over,
});
const taskOf = (taskClass: string, models: readonly ModelView[], over: Partial<TaskView> = {}): TaskView => ({
  taskClass,
  margin: { points: 3, revision: 0 },
  models,
  mixed: 0,
  unattributed: 0,
  observedDays: 30.4375,
  decisions: [],
  ...over,
});
const only = (...args: Parameters<typeof taskOf>) => {
  const [task] = prepareTasks([taskOf(...args)]);
  if (task === undefined) throw new Error("no task");
  return task;
};

const large = model("gpt-5", 5_178, 6_120, 770_000);
const small = model("gpt-5-mini", 1_041, 1_240, 410_000);
const weak = model("gemini-2.5-flash", 700, 941, 290_000);
const few = model("haiku", 230, 310, 300_000);

describe("what to do, in words", () => {
  test.each<[string, readonly ModelView[], string, RegExp]>([
    [
      "switch, with the saving",
      [large, small, weak],
      "Switch to gpt-5-mini",
      /^Saves about \$2,203\.20 a month\. Success differs by −0\.7 points \(−3\.0 to \+1\.5\)\.$/,
    ],
    [
      "keep, with what others lose",
      [large, weak],
      "Keep gpt-5",
      /^gemini-2\.5-flash costs 62 % less but loses 10\.2 points \(7\.\d to 13\.\d\)\. Not proposed\.$/,
    ],
    [
      "wait, with how much is missing",
      [model("gpt-5", 2_220, 3_000, 770_000), few],
      "Wait for evidence: 692 more runs",
      /^haiku: \+0\.2 points \(−5\.2 to \+5\.0\) on 310 runs is too wide to tell\. At the present difference, 692 more of haiku would\.$/,
    ],
    ["alone", [large], "Only gpt-5 is in use", /^6,120 runs, and no other model to hold it against\.$/],
    [
      "not one of unknown price",
      [large, model("own", 90, 100, 0)],
      "Keep gpt-5",
      /^own is not compared: the cost of its runs is not known\.$/,
    ],
    [
      "not one of unknown outcome",
      [large, model("new", 0, 0, 100, { runs: 300, cost: { of: 300, mean: 100, deviation: 1 } })],
      "Wait for evidence: 50 more runs",
      /^No run of new has a known outcome yet\. It takes 50 at least\.$/,
    ],
  ])("%s", (_, models, verdict, reason) => {
    const task = only("claims", models);
    expect(verdictWords(task)).toBe(verdict);
    expect(reasonWords(task).join(" ")).toMatch(reason);
  });

  test("what is proposed comes first, then what waits", () => {
    const tasks = [
      taskOf("alone", [large]),
      taskOf("keep", [large, weak]),
      taskOf("wait", [model("gpt-5", 2_220, 3_000, 770_000), few]),
      taskOf("switch", [large, small]),
    ];
    expect(prepareTasks(tasks).map(({ task }) => task.taskClass)).toEqual(["switch", "wait", "keep", "alone"]);
    expect(prepareTasks([taskOf("empty", [])])).toEqual([]);
  });

  test("what is not in the chart is said, with the reason", () => {
    expect(leftOut(only("x", [large, model("own", 9, 10, 0)], { mixed: 1 }))).toBe(
      "Not shown: own: no run has a known cost. 1 run of several models.",
    );
    expect(leftOut(only("x", [large]))).toBeNull();
  });
});

describe("the chart", () => {
  test("spans 25 points or more, holds every interval, and marks what is not worse beyond the margin", () => {
    for (const models of [[large, small, weak], [large], [model("a", 60, 60, 10), model("b", 1, 60, 9)]]) {
      const chart = prepareValueChart(only("x", models));
      const [bottom = 0, top = 0] = [chart?.yTicks[0], chart?.yTicks.at(-1)];
      expect(top - bottom).toBeGreaterThanOrEqual(25);
      for (const { x, y, yReach, xReach } of chart?.points ?? []) {
        expect(y - yReach[0]).toBeGreaterThanOrEqual(bottom);
        expect(y + yReach[1]).toBeLessThanOrEqual(top + 1e-9);
        expect(x + xReach[1]).toBeLessThanOrEqual(chart?.xTicks.at(-1) ?? 0);
      }
      expect(chart?.xTicks[0]).toBe(0);
    }
    expect(prepareValueChart(only("x", [large, small]))?.band?.from).toBeCloseTo(84.6 - 3, 1);
  });
  test("without a model of known cost and outcome there is none", () => {
    expect(prepareValueChart(only("x", [model("own", 9, 10, 0)]))).toBeNull();
  });
});

describe("a decision and what came of it", () => {
  const decision: DecisionView = {
    id: "rtd_1",
    from: "gpt-5",
    to: "gpt-5-mini",
    verdict: "accepted",
    share: 50,
    reason: "cheaper",
    by: "Mei Lin",
    at: "2026-11-20T10:00:00Z",
    evidence: { from: large, to: small },
    since: { runs: 100, to: model("gpt-5-mini", 38, 40, 420_000) },
  };
  test("stands where the proposal stood", () => {
    expect(verdictWords(only("claims", [large, small], { decisions: [decision] }))).toBe("Switch to gpt-5-mini accepted");
    expect(verdictWords(only("claims", [large, small], { decisions: [{ ...decision, to: "other" }] }))).toBe("Switch to gpt-5-mini");
  });
  test("what really happened, against what was expected", () => {
    expect(aftermathWords(decision)).toMatch(
      /^Since then 40\.0 % of 100 runs were of gpt-5-mini; 50 % were to be\. 95\.0 % \(83\.5 to 98\.6\) of them succeeded; 84\.0 % were expected\. A run cost \$0\.42 instead of \$0\.77: \$14 saved so far\.$/,
    );
    expect(aftermathWords({ ...decision, since: { runs: 7, to: null } })).toBe(
      "None of the 7 runs since then was of gpt-5-mini; 50 % were to be.",
    );
    expect(aftermathWords({ ...decision, since: { runs: 0, to: null } })).toBe("No run of this task class has settled since.");
    expect(aftermathWords({ ...decision, verdict: "declined", since: null })).toBeNull();
  });
});

test("figures that are unknown are empty in the table's file, not zero", () => {
  const [row] = csvOf([model("own", 0, 0, 0, { runs: 3 })]).rows;
  expect(row?.slice(0, 11)).toEqual(["own", 3, 0, 0, null, null, null, 0, null, null, null]);
});

test.each([
  [410_000, "$0.41"],
  [1_234, "$0.0012"],
  [12, "< $0.0001"],
  [0, "$0.0000"],
])("%i micro-USD a run", (micro, words) => {
  expect(perRun(micro)).toBe(words);
});

test.each([
  [3_400, "3.4 s"],
  [61_000, "61 s"],
  [1_800_000, "30 min"],
  [10_800_000, "3.0 h"],
])("%i ms", (ms, words) => {
  expect(tookWords(ms)).toBe(words);
});
