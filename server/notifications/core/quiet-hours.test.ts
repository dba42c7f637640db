import fc from "fast-check";
import { expect, test } from "vitest";
import { quietUntil } from "./quiet-hours";

const berlin = (from: number, to: number) => ({ from: from * 60, to: to * 60, timeZone: "Europe/Berlin" });
const until = (quiet: ReturnType<typeof berlin>, at: string) => quietUntil(quiet, new Date(at))?.toISOString() ?? null;

test.each([
  ["before the quiet time", berlin(22, 7), "2026-11-22T20:59:00Z", null],
  ["as it begins", berlin(22, 7), "2026-11-22T21:00:00Z", "2026-11-23T06:00:00.000Z"],
  ["after midnight", berlin(22, 7), "2026-11-23T02:30:45Z", "2026-11-23T06:00:00.000Z"],
  ["as it ends", berlin(22, 7), "2026-11-23T06:00:00Z", null],
  ["within a day", berlin(12, 14), "2026-11-22T12:15:00Z", "2026-11-22T13:00:00.000Z"],
  ["over a night when the clocks go back", berlin(22, 7), "2026-10-24T21:00:00Z", "2026-10-25T06:00:00.000Z"],
  ["over a night when the clocks go forward", berlin(22, 7), "2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
  ["none, when both ends are one", berlin(8, 8), "2026-11-22T07:00:00Z", null],
])("%s", (_, quiet, at, expected) => expect(until(quiet, at)).toBe(expected));

test("the end is always ahead, within a day and an hour", () => {
  const minute = fc.integer({ min: 0, max: 1_439 });
  const zone = fc.constantFrom("UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland");
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(minute, minute, zone, moment, (from, to, timeZone, ms) => {
      const end = quietUntil({ from, to, timeZone }, new Date(ms));
      if (end === null) return;
      expect(end.getTime()).toBeGreaterThan(ms);
      expect(end.getTime() - ms).toBeLessThanOrEqual(25 * 3_600_000);
    }),
    { numRuns: 300 },
  );
});
