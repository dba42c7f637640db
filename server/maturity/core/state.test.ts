import { expect, test } from "vitest";
import { attestedFinding, type Round, roundState, standingVerdict, stateOf } from "./state";

const at = new Date("2026-11-23T00:00:00Z");
const round = (verdicts: readonly number[], resolved: number | null = null, days = 30): Round => ({
  assessments: verdicts.map((verdict, i) => ({
    authorId: `per_${i}`,
    verdict,
    validUntil: new Date(at.getTime() + (days + i) * 86_400_000),
  })),
  resolved,
});

test.each([
  ["met, whatever was waived", { finding: "met", isWaived: true, isNotApplicable: false }, "met"],
  ["a waiver names an open one, and lifts nothing", { finding: "not_met", isWaived: true, isNotApplicable: false }, "waived"],
  ["expired evidence", { finding: "expired", isWaived: false, isNotApplicable: false }, "expired"],
  ["what does not apply", { finding: "met", isWaived: true, isNotApplicable: true }, "not_applicable"],
] as const)("%s", (_, standing, state) => expect(stateOf(standing)).toBe(state));

test.each([
  ["one of two", round([1]), "waiting", null, "insufficient_data"],
  ["both say met", round([1, 1]), "agreed", 1, "met"],
  ["both say not met", round([0, 0]), "agreed", 0, "not_met"],
  ["they differ: the lower stands", round([1, 0]), "disagreed", 0, "not_met"],
  ["a difference resolved", round([1, 0], 1), "resolved", 1, "met"],
  ["evidence that ran out with the first of two", round([1, 1], null, -0.5), "agreed", 1, "expired"],
  ["a dimension: the lower level stands", round([4, 2]), "disagreed", 2, "met"],
] as const)("%s", (_, given, state, verdict, finding) => {
  expect(roundState(given)).toBe(state);
  expect(standingVerdict(given)).toBe(verdict);
  expect(attestedFinding(given, at)).toBe(finding);
});

test("what nobody assessed is not known", () => expect(attestedFinding(null, at)).toBe("insufficient_data"));
