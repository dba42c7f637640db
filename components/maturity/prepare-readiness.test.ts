import { describe, expect, test } from "vitest";
import type { Point } from "@/server/maturity/fleet-schema";
import { prepareVerdict, prepareWhyPoint, shownState } from "./prepare-readiness";
import { belowTarget, prepareCellWords, tintOf } from "./prepare-teams";

const held = { op: "=", bound: 1, unit: null, value: 0.5, hits: 1, of: 2, low: null, high: null, isHeld: false } as const;
const point = (more: Partial<Point>): Point => ({
  id: "SEC-4.1",
  text: "Unused permissions are removed",
  isCore: false,
  state: "not_met",
  whole: "not_met",
  held: [held],
  missing: null,
  action: "Remove them",
  ...more,
});

describe("a point of the checklist", () => {
  test.each([
    [{}, "not_met", "0.50, 1 of 2; = 1.00 needed"],
    [{ state: "none", held: [] }, "not_applicable", "Nothing of this agent is asked here."],
    [{ state: "insufficient_data", held: [], missing: "Nothing yet." }, "insufficient_data", "Nothing yet."],
    [{ state: "whole", whole: "met" }, "met", "Of the whole organisation, not of this agent alone: 0.50, 1 of 2; = 1.00 needed"],
    [{ state: "whole", whole: "met", held: [] }, "met", "Of the whole organisation, not of this agent alone."],
    [{ state: "met", held: [] }, "met", "Met"],
  ] as const)("%j reads as %s: %s", (more, state, words) => {
    expect(shownState(point(more))).toBe(state);
    expect(prepareWhyPoint(point(more))).toBe(words);
  });

  test.each([
    [{ met: 5, notMet: 0, unknown: 0, coresOpen: 0 }, "All 5 points hold."],
    [
      { met: 5, notMet: 1, unknown: 2, coresOpen: 1 },
      "5 of 8 points hold; one does not hold, two cannot be told yet. Of these, one is core.",
    ],
    [{ met: 5, notMet: 2, unknown: 0, coresOpen: 0 }, "5 of 7 points hold; two do not hold."],
  ])("all of them, %j: %s", (count, words) => expect(prepareVerdict(count)).toBe(words));
});

describe("a cell of the heat map", () => {
  const cell = { dimension: "GOV", level: 2, score: 2.6, own: 5, met: 3, tooFew: 1, target: null } as const;
  const aim = { subject: "GOV", scope: "team:x", level: 4, dueOn: null } as const;

  test("says what its colour cannot: level, target, and how much of it is its own", () => {
    expect(prepareCellWords(cell)).toBe("level 2, no target, 5 counted of its own: 3 met, 1 with too little data");
    expect(prepareCellWords({ ...cell, own: 0, target: aim })).toBe("level 2, target 4, nothing counted of its own");
  });

  test("is below its target by whole levels, and tinted from the lowest score to the highest", () => {
    expect([belowTarget(cell), belowTarget({ ...cell, target: aim }), belowTarget({ ...cell, level: 4, target: aim })]).toEqual([
      null,
      2,
      null,
    ]);
    expect([1, 3, 5].map((score) => tintOf({ score }))).toEqual([0, 0.5, 1]);
  });
});
