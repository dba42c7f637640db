import { expect, test } from "vitest";
import { countsOf, measuredIn, missedIn, type Period, periodOf, type Range } from "./attainment";

const NEW_YORK = "America/New_York";
/** Sunday evening in New York: Monday already in UTC. */
const NOW = new Date("2026-11-23T01:30:00Z");

function period(range: Range, zone = NEW_YORK, now = NOW): Period {
  const found = periodOf(range, now, zone);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}
const refusal = (range: Range): string | null => {
  const found = periodOf(range, NOW, NEW_YORK);
  return found.ok ? null : found.refusal.message;
};

test("a range of days ends today in the organisation's zone, and is compared up to the same hour", () => {
  const week = period({ days: 7 });
  expect([week.from, week.to, week.unit]).toEqual(["2026-11-16", "2026-11-22", "day"]);
  expect([week.startsAt, week.endsAt]).toEqual([new Date("2026-11-16T05:00:00Z"), NOW]);
  expect(week.before).toEqual({
    from: "2026-11-09",
    to: "2026-11-15",
    startsAt: new Date("2026-11-09T05:00:00Z"),
    endsAt: new Date("2026-11-16T01:30:00Z"),
  });
  expect(period({ days: 1 }, "Asia/Tokyo").from).toBe("2026-11-23");
});

test("days are as long as the zone's clocks make them", () => {
  // The clocks went back on Sunday 1 November: that day has 25 hours.
  const { steps, startsAt, endsAt } = period({ from: "2026-10-31", to: "2026-11-02" });
  expect([startsAt, ...steps.slice(1).map((step) => step.startsAt), endsAt].map((at) => at.toISOString())).toEqual([
    "2026-10-31T04:00:00.000Z",
    "2026-11-01T04:00:00.000Z",
    "2026-11-02T05:00:00.000Z",
    "2026-11-03T05:00:00.000Z",
  ]);
  // Counted in days, not in hours: the range is no day longer for it.
  expect(period({ from: "2026-10-01", to: "2026-11-02" }).before.from).toBe("2026-08-29");
});

test("a long range is parted by weeks that begin on Monday, the first with the range", () => {
  const { unit, steps } = period({ days: 90 });
  expect(unit).toBe("week");
  expect(steps.slice(0, 3).map(({ day }) => day)).toEqual(["2026-08-25", "2026-08-31", "2026-09-07"]);
  expect(steps.at(-1)?.day).toBe("2026-11-16");
  expect(period({ days: 45 }).steps).toHaveLength(45);
});

test("a range that is past is compared with the same number of whole days before it", () => {
  const { endsAt, before } = period({ from: "2026-11-02", to: "2026-11-08" });
  expect(endsAt).toEqual(new Date("2026-11-09T05:00:00Z"));
  expect([before.from, before.to, before.endsAt]).toEqual(["2026-10-26", "2026-11-01", new Date("2026-11-02T05:00:00Z")]);
});

test("an impossible range is refused in words; days to come are left out", () => {
  expect(refusal({ from: "2026-11-08", to: "2026-11-02" })).toContain("later last day");
  expect(refusal({ from: "2026-11-23", to: "2026-11-24" })).toContain("not begun");
  expect(refusal({ from: "2025-01-01", to: "2026-11-01" })).toContain("400 days at most");
  expect(refusal({ days: 400 })).toBeNull();
  expect(period({ from: "2026-11-20", to: "2027-01-31" }).to).toBe("2026-11-22");
});

test("what expired, was late or is overdue was missed", () => {
  const counts = countsOf([
    { measure: "inTime", count: 3 },
    { measure: "late", count: 1 },
    { measure: "inTime", count: 4 },
    { measure: "overdue", count: 2 },
    { measure: "expired", count: 5 },
  ]);
  expect(counts).toEqual({ inTime: 7, late: 1, expired: 5, overdue: 2 });
  expect([measuredIn(counts), missedIn(counts)]).toEqual([15, 8]);
});
