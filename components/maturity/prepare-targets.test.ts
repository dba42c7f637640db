import { expect, test } from "vitest";
import type { Target } from "@/server/maturity/schema";
import { aimsOf, changedAims } from "./prepare-targets";

const target = (given: Partial<Target>): Target => ({ subject: "GOV", scope: "", level: 3, dueOn: null, ...given });

test("the highest target of the whole organisation is the aim; those of teams and tiers are others'", () => {
  const targets = [
    target({ level: 3 }),
    target({ level: 4, dueOn: "2027-06-30" }),
    target({ subject: "SEC", scope: "tier:high", level: 5 }),
  ];
  const aims = aimsOf(targets, "");
  expect(aims).toHaveLength(9);
  expect(aims.find(({ subject }) => subject === "GOV")).toEqual({ subject: "GOV", level: 4, dueOn: "2027-06-30" });
  expect(aims.find(({ subject }) => subject === "SEC")).toEqual({ subject: "SEC", level: null, dueOn: null });
  expect(aimsOf(targets, "tier:high").find(({ subject }) => subject === "SEC")?.level).toBe(5);
});

test("only what changed is sent, and a level that is aimed at no more is taken away first", () => {
  const before = aimsOf([target({ level: 4 }), target({ subject: "SEC", level: 3 })], "");
  const after = before.map((one) => {
    if (one.subject === "GOV") return { ...one, level: 3 as const, dueOn: "2027-01-31" };
    return one.subject === "SEC" ? { ...one, level: null } : one;
  });
  expect(changedAims(before, before, "")).toEqual([]);
  expect(changedAims(before, after, "")).toEqual([
    { subject: "GOV", scope: "", level: 4, dueOn: null, isSet: false },
    { subject: "GOV", scope: "", level: 3, dueOn: "2027-01-31", isSet: true },
    { subject: "SEC", scope: "", level: 3, dueOn: null, isSet: false },
  ]);
});
