import { expect, test } from "vitest";
import type { WeekHours } from "@/server/schedules/core/week";
import { formatMoment } from "./format-moment";
import { previewCalendar, tidyTime, weekWords } from "./prepare-calendar";

const never: WeekHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const day = [{ from: "08:00", to: "18:00" }];
const office: WeekHours = { ...never, mon: day, tue: day, wed: day, thu: day, fri: day };

test("a week reads as runs of days with the same hours", () => {
  expect(weekWords(office)).toBe("Mon–Fri 08:00–18:00");
  expect(weekWords({ ...office, wed: [{ from: "08:00", to: "12:00" }], sat: day })).toBe(
    "Mon–Tue 08:00–18:00; Wed 08:00–12:00; Thu–Sat 08:00–18:00",
  );
  const allDay = [{ from: "00:00", to: "24:00" }];
  expect(weekWords({ mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay })).toBe("Always open");
  expect(weekWords(never)).toBe("Never open");
});

test("times may be typed as people write them", () => {
  expect(["9", "0930", "9.30", "24", " 8:05 ", "noon"].map(tidyTime)).toEqual(["09:00", "09:30", "09:30", "24:00", "08:05", "noon"]);
});

test("the preview says what is so now, when it changes, and names the days off to come", () => {
  const rules = {
    zone: "Europe/Berlin",
    hours: office,
    dates: [{ date: "2026-12-24", label: "Christmas Eve", hours: [{ from: "08:00", to: "12:00" }] }],
  };
  const now = Date.parse("2026-12-24T10:30:00Z");
  const preview = previewCalendar(rules, [{ date: "2026-12-25", name: "Christmas Day" }], now);
  expect(preview.isOpen).toBe(true);
  expect(formatMoment(preview.changesAtMs ?? 0, "Europe/Berlin")).toBe("Thu 24 Dec, 12:00");
  expect(formatMoment(preview.fourHoursEndMs ?? 0, "Europe/Berlin")).toBe("Mon 28 Dec, 11:30");
  expect(preview.days.slice(0, 3)).toEqual([
    { date: "2026-12-24", hours: "08:00–12:00", note: "Christmas Eve" },
    { date: "2026-12-25", hours: "closed", note: "Christmas Day" },
    { date: "2026-12-26", hours: "closed", note: null },
  ]);
});

test("a calendar that never opens is shown as such, not searched for ever", () => {
  const preview = previewCalendar({ zone: "UTC", hours: never, dates: [] }, [], Date.parse("2026-11-22T00:00:00Z"));
  expect([preview.isOpen, preview.changesAtMs, preview.fourHoursEndMs]).toEqual([false, null, null]);
});
