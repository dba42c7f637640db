import { expect, test } from "vitest";
import { daysOf, rangeFrom, rangeOf } from "./days";

test.each([
  ["month", "2026-11-23", "2026-11-01", "2026-11-24", "2026-10-01", "2026-11-01"],
  ["month", "2026-01-01", "2026-01-01", "2026-01-02", "2025-12-01", "2026-01-01"],
  ["last-month", "2026-03-31", "2026-02-01", "2026-03-01", "2026-01-01", "2026-02-01"],
  ["7d", "2026-11-03", "2026-10-28", "2026-11-04", "2026-10-21", "2026-10-28"],
] as const)("%s as of %s", (span, today, from, until, beforeFrom, beforeUntil) => {
  expect(rangeOf(span, today)).toEqual({ from, until, beforeFrom, beforeUntil });
});

test("some days, both included, against as many before", () => {
  const range = rangeFrom("2026-02-27", "2026-03-01");
  expect(daysOf(range)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(range).toMatchObject({ beforeFrom: "2026-02-24", beforeUntil: "2026-02-27" });
});
