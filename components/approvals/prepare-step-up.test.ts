import { expect, test } from "vitest";
import { argLines, conditionLines, verdictLine } from "./prepare-step-up";

test("arguments are short lines in which nothing hides, and it is said how many more there are", () => {
  expect(argLines({ account: "Acme\u202e", percent: 50, deep: { a: [1] } })).toEqual({
    lines: [
      { name: "account", text: "Acme\\u{202e}" },
      { name: "percent", text: "50" },
      { name: "deep", text: '{"a":[1]}' },
    ],
    more: 0,
  });
  const many = argLines(Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`a${at}`, "x".repeat(200)])));
  expect(many.more).toBe(3);
  expect(many.lines[0]?.text).toHaveLength(80);
});

test("the verdict names the stage and for whom it is given, where there is more than one of them", () => {
  const one = { stage: 1, stageCount: 1, stageName: "Approval", decidesFor: null };
  expect(verdictLine(one)).toBe("Approve");
  expect(verdictLine({ ...one, stage: 2, stageCount: 3, stageName: "Security" })).toBe("Approve, stage 2 of 3 (Security)");
  expect(verdictLine({ ...one, decidesFor: { id: "per_1", name: "Ana Ruiz" } })).toBe("Approve for Ana Ruiz");
});

test("each condition is a line in plain words", () => {
  const obligations = [
    { kind: "cap_amount", pointer: "/percent", max: 40 },
    { kind: "within", until: "2026-12-01T00:00:00.000Z" },
  ] as const;
  expect(conditionLines(obligations, () => "Tuesday")).toEqual(["No more than 40 at percent", "Only until Tuesday"]);
});
