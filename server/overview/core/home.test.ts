import { expect, test } from "vitest";
import { fallsOf, severityOf, sharesOf } from "./home";

test("a risk is said in three words", () => {
  expect([5, 4, 3, 2, 1].map(severityOf)).toEqual(["high", "medium", "medium", "low", "low"]);
});

test("the share in time is told by five days, the newest stretch whole, and of none where nothing was decided", () => {
  const counts = (inTime: number, late: number) => ({ inTime, late, expired: 0, overdue: 0 });
  const steps = Array.from({ length: 12 }, (_, i) => ({
    day: `2026-11-${String(i + 1).padStart(2, "0")}`,
    counts: i < 2 ? counts(1, 0) : i < 7 ? null : counts(3, 1),
  }));
  expect(sharesOf(steps)).toEqual([
    { day: "2026-11-02", share: 1 },
    { day: "2026-11-12", share: 0.75 },
  ]);
});

test("what stands lower than a week ago has fallen, what moved before that has not", () => {
  const day = (at: string, level: number) => ({ at: `${at}T02:00:00Z`, day: at, dimensions: [{ id: "FIN", level }] });
  expect(fallsOf([day("2026-11-01", 3), day("2026-11-16", 2), day("2026-11-19", 1), day("2026-11-23", 1)])).toEqual([
    { id: "FIN", from: 2, to: 1 },
  ]);
  expect(fallsOf([day("2026-11-23", 1)])).toEqual([]);
});
