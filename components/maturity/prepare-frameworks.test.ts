import { expect, test } from "vitest";
import type { ControlRow } from "@/server/maturity/core/controls";
import { clockWords, prepareCounts, prepareFrameworkCsv } from "./prepare-frameworks";

const control: ControlRow = {
  ...{ ref: "Budgeting", title: null, role: null, note: null, reach: "part", evidence: "budgets", evidenced: "partial" },
  criteria: [
    { id: "FIN-2.1", text: "Every agent has a budget", state: "met", isUnverified: true },
    { id: "FIN-3.1", text: "Budgets act", state: null, isUnverified: false },
  ],
};

test("controls are counted by what is evidenced, and each goes along with its criteria and what nobody verified", () => {
  expect(prepareCounts([control, { evidenced: "not_here" }, { evidenced: "partial" }])).toBe("2 partial · 1 not evidenceable here");
  const of = { rubricVersion: "2026.2", mappingVersion: "2026.1", at: null };
  expect(prepareFrameworkCsv({ source: "FinOps Framework", controls: [control] }, of).rows).toEqual([
    [
      "FinOps Framework",
      "Budgeting",
      null,
      null,
      "Partial",
      "budgets",
      "FIN-2.1: met; FIN-3.1: not evaluated",
      "FIN-2.1",
      null,
      "2026.2",
      "2026.1",
      null,
    ],
  ]);
});

test.each([
  ["2026-08-02", "applies"],
  ["2026-11-23", "applies"],
  ["2026-11-24", "tomorrow"],
  ["2027-12-02", "in 374 days"],
])("on 23 November 2026 the clock says of %s: %s", (from, words) => {
  expect(clockWords(from, "2026-11-23")).toBe(words);
});
