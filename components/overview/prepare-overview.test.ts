import { expect, test } from "vitest";
import { OUTCOMES, outcomesOf } from "@/server/overview/core/outcomes";
import { drawnIn, formatShare, prepareChart, prepareOutcomes, prepareSentence, prepareTotalChange } from "./prepare-overview";

const outcomes = outcomesOf({ allowed: 10, denied: 5, approved: 4, rejected: 3 });
const decisions = { decided: 7, withinDue: 6, expired: 0, overdue: 0, medianMs: null };
const before = { outcomes: outcomesOf({ allowed: 8, denied: 5, approved: 4, rejected: 3 }), decisions };

test("a day before the record began is a gap, a day on which nothing was asked is a zero", () => {
  const [gap, zero, day] = prepareChart({
    perDay: [
      { day: "2026-11-20", outcomes: null },
      { day: "2026-11-21", outcomes: outcomesOf({}) },
      { day: "2026-11-22", outcomes },
    ],
  });
  expect(gap).toEqual({ day: "2026-11-20", label: "Fri 20", total: null });
  expect(zero).toMatchObject({ label: "Sat 21", total: 0, unasked: 0 });
  expect(day).toMatchObject({ label: "Sun 22", total: 15, unasked: 6, approved: 4, rejected: 3, refused: 2 });
});

test("only what occurs is drawn", () => {
  expect(drawnIn([{ day: "2026-11-22", outcomes }]).map((series) => series.outcome)).toEqual([
    "unasked",
    "approved",
    "rejected",
    "refused",
  ]);
  expect(drawnIn([{ day: "2026-11-22", outcomes: null }])).toEqual([]);
});

test("the counts add up to what was asked, and tell their change", () => {
  const rows = prepareOutcomes({ outcomes, before });
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(15);
  expect(rows.find((row) => row.outcome === "unasked")).toMatchObject({ count: 6, share: "40 %", change: "+2" });
  expect(rows.find((row) => row.outcome === "expired")).toMatchObject({ count: 0, change: "same" });
  expect(rows.some((row) => row.outcome === "withdrawn")).toBe(false);
  expect(prepareOutcomes({ outcomes, before: null }).every((row) => row.change === null)).toBe(true);
});

test("every outcome has a colour and words of its own", () => {
  const all = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 1])) as typeof outcomes;
  const rows = prepareOutcomes({ outcomes: all, before: null });
  for (const key of ["outcome", "label", "color"] as const) expect(new Set(rows.map((row) => row[key])).size).toBe(OUTCOMES.length);
});

test("a change tells sign, size and against what", () => {
  expect(prepareTotalChange(outcomes, before, 7)).toBe("+2 (+15 %) on the 7 days before");
  expect(prepareTotalChange(before.outcomes, { ...before, outcomes }, 30)).toBe("−2 (−13 %) on the 30 days before");
  expect(prepareTotalChange(outcomes, null, 90)).toBe("No full 90 days before these are on record");
  expect(prepareTotalChange(outcomes, { ...before, outcomes: outcomesOf({}) }, 7)).toBe("+15 on the 7 days before");
});

test("a share is all or nothing only when it is", () => {
  expect([formatShare(999, 1000), formatShare(1, 1000), formatShare(3, 3), formatShare(0, 3), formatShare(0, 0)]).toEqual([
    "> 99 %",
    "< 1 %",
    "100 %",
    "0 %",
    "–",
  ]);
});

test("the page opens with what presses, or says that nothing does", () => {
  const states = { shadow: 0, draft: 0, live: 3, suspended: 0, retired: 0 };
  const agents = { states, suspended: [], shadow: [] };
  const waiting = { all: 0, pastDue: 0, dueWithinHour: 0 };
  expect(prepareSentence({ waiting, agents })).toBe("Nothing waits for people, and every agent runs.");
  expect(prepareSentence({ waiting: { ...waiting, all: 1 }, agents })).toBe(
    "1 request waits for people, none past due, and every agent runs.",
  );
  const pressing = { waiting: { ...waiting, all: 4, pastDue: 2 }, agents: { ...agents, states: { ...states, suspended: 1, shadow: 1 } } };
  expect(prepareSentence(pressing)).toBe("2 requests are past due, 1 agent is stopped and 1 agent is not registered.");
});
