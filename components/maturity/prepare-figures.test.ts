import { expect, test } from "vitest";
import { rankGaps } from "@/server/maturity/core/gaps";
import { changedFigures, changedLimits, changedWeights, priorityWith } from "./prepare-figures";

const own = { weight: 1, risk: 4, impact: 3, effort: 2 };

test("only what changed is sent, and the rubric's own figure is given back rather than set", () => {
  expect(changedFigures("GOV-2.1", own, own, own)).toEqual([]);
  expect(changedFigures("GOV-2.1", own, { ...own, risk: 5 }, own)).toEqual([{ subject: "GOV-2.1", figure: "risk", value: 5 }]);
  const edited = { ...own, risk: 5 };
  expect(changedFigures("GOV-2.1", edited, own, own)).toEqual([{ subject: "GOV-2.1", figure: "risk", value: null }]);
});

test("the priority that is shown beforehand is the one that the gaps are ranked by", () => {
  const open = { id: "GOV-3.1", dimension: "GOV", level: 3, isCore: true, state: "insufficient_data", isAttested: false, ...own } as const;
  const [gap] = rankGaps([open], { levels: new Map([["GOV", 1]]), targets: new Map([["GOV", 4]]) });
  if (gap === undefined) throw new Error("an open criterion is a gap");
  expect(priorityWith(gap, own)).toBe(gap.priority);
});

test("weights and limits that are the rubric's own again are given back", () => {
  const rows = [
    { id: "GOV", weight: 2 },
    { id: "SEC", weight: 1 },
  ] as const;
  expect(changedWeights(rows, new Map([["GOV", 1]]))).toEqual([{ subject: "GOV", figure: "weight", value: null }]);
  expect(changedWeights(rows, new Map([["SEC", 3]]))).toEqual([{ subject: "SEC", figure: "weight", value: 3 }]);
  const limits = { "limit.decisions_per_hour": 30, "limit.open_requests": 25 };
  const typed = { "limit.decisions_per_hour": "40", "limit.open_requests": "20" };
  expect(changedLimits(limits, typed)).toEqual([
    { subject: "limit.decisions_per_hour", figure: "limit", value: 40 },
    { subject: "limit.open_requests", figure: "limit", value: null },
  ]);
});
