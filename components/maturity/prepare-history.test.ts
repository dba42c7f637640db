import { expect, test } from "vitest";
import type { MoveRow, SnapshotRow } from "@/server/maturity/schema";
import { changeWords, prepareHistoryCsv, prepareMoves, prepareScores } from "./prepare-history";

const snapshot: SnapshotRow = {
  id: "msn_1",
  at: "2026-11-16T02:00:00.000Z",
  day: "2026-11-16",
  rubricVersion: "2026.2",
  isInvented: true,
  level: 1,
  score: 1.5,
  dimensions: [{ id: "FIN", level: 2, score: 2.25 }],
};

const move: MoveRow = {
  from: "2026-11-16",
  to: "2026-11-19",
  byWorld: -0.07,
  byDefinition: 0,
  levels: [{ id: "FIN", from: 2, to: 1 }],
  criteria: [
    { id: "FIN-2.3", from: "met", to: "not_met", by: "world" },
    { id: "ORG-2.1", from: "met", to: "met", by: "definition" },
  ],
};

test("the history of one dimension has its own score and what moved it alone", () => {
  expect(prepareScores([snapshot], "FIN")).toEqual([{ day: "2026-11-16", score: 2.25 }]);
  expect(prepareScores([snapshot], "GOV")).toEqual([]);
  expect(prepareMoves([move], null)[0]?.levels).toEqual(["FinOps from Level 2 to 1"]);
  expect(prepareMoves([move], "FIN")[0]?.criteria.map(({ id }) => id)).toEqual(["FIN-2.3"]);
  expect(prepareMoves([move], "SEC")).toEqual([]);
});

test("what changed is said as from what to what, and what is judged otherwise as that", () => {
  expect(move.criteria.map(changeWords)).toEqual(["met → not met", "met, judged otherwise"]);
});

test("each day goes along with its snapshot, its rubric, and whether it was measured", () => {
  expect(prepareHistoryCsv([snapshot]).rows[0]?.slice(0, 6)).toEqual(["2026-11-16", "msn_1", "2026.2", "made up for the demo", 1, 1.5]);
});
