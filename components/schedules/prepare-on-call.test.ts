import { expect, test } from "vitest";
import { byWords, fromFieldTime, prepareTimeline, rotationWords, toFieldTime } from "./prepare-on-call";
import { onCallQuery, readWindow, windowHref } from "./schedules-address";

const layer = {
  name: "First line",
  people: ["per_a", "per_b"],
  rotation: "weekly" as const,
  handover: { weekday: "mon" as const, time: "09:00" },
  startsOn: "2026-10-19",
  restriction: null,
};
const shift = (from: string, until: string, personId: string | null, overrideId: string | null = null) => ({
  from,
  until,
  personId,
  layer: personId === null || overrideId !== null ? null : 0,
  overrideId,
});
const people = [
  { id: "per_a", name: "Ana Ruiz", isActive: true },
  { id: "per_b", name: "Tom Okafor", isActive: true },
];

test("bars and days fill the window between them, over a change of the clocks too", () => {
  const window = { firstDate: "2026-10-24", from: "2026-10-23T22:00:00.000Z", until: "2026-10-26T23:00:00.000Z" };
  const shifts = [
    shift(window.from, "2026-10-24T12:00:00.000Z", "per_a"),
    shift("2026-10-24T12:00:00.000Z", "2026-10-25T12:00:00.000Z", null),
    shift("2026-10-25T12:00:00.000Z", window.until, "per_b", "ovr_1"),
  ];
  const { days, rows } = prepareTimeline({ zone: "Europe/Berlin", layers: [layer], people, window, shifts, shiftsByLayer: [shifts] });
  expect(days.map(({ date }) => date)).toEqual(["2026-10-24", "2026-10-25", "2026-10-26"]);
  expect((days[1]?.width ?? 0) / (days[0]?.width ?? 1)).toBeCloseTo(25 / 24); // the day on which an hour comes twice
  const total = (bars: readonly { width: number }[]) => bars.reduce((sum, { width }) => sum + width, 0);
  expect([total(days), total(rows.at(-1)?.bars ?? [])].map(Math.round)).toEqual([100, 100]);
  expect(rows.map(({ label, bars }) => [label, bars.map(({ person }) => person)])).toEqual([
    ["First line", ["Ana Ruiz", "Tom Okafor"]],
    ["On duty", ["Ana Ruiz", null, "Tom Okafor"]],
  ]);
  expect(rows.at(-1)?.bars[1]?.words).toBe("Nobody, Sat 24 Oct, 14:00 to Sun 25 Oct, 13:00");
});

test("a rotation and the reason for a duty read as words", () => {
  expect(rotationWords(layer)).toBe("Weekly, Mon 09:00");
  const hours = [{ from: "08:00", to: "18:00" }];
  const restriction = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [], sun: [] };
  expect(rotationWords({ ...layer, rotation: "daily", restriction })).toBe("Daily at 09:00, only Mon–Fri 08:00–18:00");
  expect(byWords(shift("", "", "per_a"), [layer])).toBe("First line");
  expect(byWords(shift("", "", "per_a", "ovr_1"), [layer])).toBe("Override");
});

test("the address says the window; what it says wrongly counts as not said", () => {
  expect(readWindow({ from: "2026-12-01", weeks: "4" })).toEqual({ from: "2026-12-01", weeks: 4 });
  expect(readWindow({ from: "2026-13-41", weeks: "3" })).toEqual({ from: null, weeks: 2 });
  const window = { from: "2026-12-01", weeks: 4 } as const;
  expect(readWindow(Object.fromEntries(new URL(windowHref("onc_1", window), "http://x").searchParams))).toEqual(window);
  expect(onCallQuery("onc_1", window)).toEqual({ id: "onc_1", from: "2026-12-01", weeks: 4 });
});

test("a moment goes into a field and comes back unchanged", () => {
  const moment = new Date("2026-11-24T08:30:00.000Z");
  expect(fromFieldTime(toFieldTime(moment))).toBe(moment.toISOString());
  expect(fromFieldTime("")).toBeNull();
});
