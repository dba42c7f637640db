import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { addOpenTime, type CalendarRules, compileCalendar, isOpen, nextClosing, nextOpening, openSpans, openTimeBetween } from "./calendar";
import { type DayHours, WEEKDAYS, type WeekHours } from "./week";
import { zoneClock } from "./zone-clock";

const HOUR = 3_600_000;
const none: ReadonlySet<string> = new Set();
const always: WeekHours = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: "00:00", to: "24:00" }]])) as unknown as WeekHours;
const never: WeekHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const office = (...hours: DayHours[]): WeekHours => ({ ...never, mon: hours, tue: hours, wed: hours, thu: hours, fri: hours });
const nineToFive = office({ from: "09:00", to: "17:00" });
const compile = (zone: string, hours: WeekHours, more: Partial<CalendarRules> & { holidays?: string[] } = {}) =>
  compileCalendar({ zone, hours, dates: more.dates ?? [] }, () => new Set(more.holidays ?? []));
const at = (iso: string, zone = "UTC") => DateTime.fromISO(iso, { zone }).toJSDate();
const added = (calendar: Parameters<typeof addOpenTime>[0], from: Date, ms: number) => {
  const result = addOpenTime(calendar, from, ms);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

// Zones with and without changes of the clocks: half hours, changes of half an hour, at midnight, and a day left out.
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Africa/Casablanca",
  "America/Havana",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "America/St_Johns",
];
const time = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const dayHours = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 }).map((minutes): DayHours[] => {
  const sorted = minutes.sort((a, b) => a - b);
  return sorted.flatMap((from, index) =>
    index % 2 === 0 && sorted[index + 1] !== undefined ? [{ from: time(from), to: time(sorted[index + 1] ?? 0) }] : [],
  );
});
const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const openMinutes = (hours: WeekHours) =>
  WEEKDAYS.flatMap((day) => hours[day]).reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0);
// The laws ask for 800 hours at most: a week that is open for less than two hours may not have them in ten years, and refuses.
const week = fc
  .record({ mon: dayHours, tue: dayHours, wed: dayHours, thu: dayHours, fri: dayHours, sat: dayHours, sun: dayHours })
  .filter((hours) => openMinutes(hours) >= 120);
const calendars = fc
  .record({ zone: fc.constantFrom(...ZONES), hours: fc.oneof(week, fc.constant(always), fc.constant(nineToFive)) })
  .map(({ zone, hours }) =>
    compile(zone, hours, {
      holidays: ["2011-12-26", "2024-02-29"],
      dates: [{ date: "2024-12-24", label: "", hours: [{ from: "08:00", to: "12:00" }] }],
    }),
  );
const moments = fc.oneof(
  fc.date({ min: at("2010-06-01"), max: at("2027-06-01"), noInvalidDate: true }),
  // Around changes of the clocks and the turn of a year, where mistakes live.
  fc
    .tuple(
      fc.constantFrom("2024-03-10", "2024-03-31", "2024-04-07", "2024-10-27", "2024-11-03", "2011-12-30", "2024-12-31", "2024-02-29"),
      fc.integer({ min: -30 * HOUR, max: 30 * HOUR }),
    )
    .map(([date, off]) => new Date(at(date).getTime() + off)),
);
const spans = fc.oneof(fc.integer({ min: 0, max: 3 * HOUR }), fc.integer({ min: 0, max: 400 * HOUR }));

describe("laws of open time, in any zone and week", () => {
  test("adding and measuring are inverse", () => {
    fc.assert(
      fc.property(calendars, moments, spans, (calendar, from, ms) => {
        expect(openTimeBetween(calendar, from, added(calendar, from, ms))).toBe(ms);
      }),
    );
  });
  test("what is added lands in opening hours, or exactly when they end; never later than it must", () => {
    fc.assert(
      fc.property(calendars, moments, spans, (calendar, from, ms) => {
        const end = added(calendar, from, ms);
        const isJustClosed = isOpen(calendar, new Date(end.getTime() - 1)) && !isOpen(calendar, end);
        expect(isOpen(calendar, end) || isJustClosed).toBe(true);
        if (ms > 0) expect(openTimeBetween(calendar, from, new Date(end.getTime() - 1))).toBe(ms - 1);
      }),
    );
  });
  test("later starts and longer times never end earlier", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 90 * HOUR }), spans, spans, (calendar, from, delay, a, b) => {
        const later = new Date(from.getTime() + delay);
        expect(added(calendar, later, a).getTime()).toBeGreaterThanOrEqual(added(calendar, from, a).getTime());
        expect(added(calendar, from, a + b).getTime()).toBeGreaterThanOrEqual(added(calendar, from, a).getTime());
      }),
    );
  });
  test("adding in two steps is adding at once, and stretches add up", () => {
    fc.assert(
      fc.property(calendars, moments, spans, spans, moments, (calendar, from, a, b, other) => {
        expect(added(calendar, added(calendar, from, a), b)).toEqual(added(calendar, from, a + b));
        const end = added(calendar, from, a + b);
        expect(openTimeBetween(calendar, from, other) + openTimeBetween(calendar, other, end)).toBe(a + b);
      }),
    );
  });
  test("it is open exactly when the wall clock reads opening hours, but for times that come a second time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), week, moments, (zone, hours, moment) => {
        const { toInstant, toLocal } = zoneClock(zone);
        fc.pre(toInstant(toLocal(moment.getTime())) === moment.getTime());
        const local = DateTime.fromJSDate(moment, { zone });
        const minutes = local.hour * 60 + local.minute;
        const day = WEEKDAYS[local.weekday - 1] ?? "mon";
        const isWithin = hours[day].some(({ from, to }) => time(minutes) >= from && time(minutes) < to);
        expect(isOpen(compile(zone, hours), moment)).toBe(isWithin);
      }),
    );
  });
  test("openings and closings are where open time begins and ends", () => {
    fc.assert(
      fc.property(calendars, moments, (calendar, from) => {
        const opening = nextOpening(calendar, from);
        if (!opening.ok) throw new Error(opening.refusal.message);
        expect(isOpen(calendar, opening.value)).toBe(true);
        expect(openTimeBetween(calendar, from, opening.value)).toBe(0);
        const closing = nextClosing(calendar, opening.value);
        if (closing === null) return;
        expect(isOpen(calendar, closing)).toBe(false);
        expect(openTimeBetween(calendar, opening.value, closing)).toBe(closing.getTime() - opening.value.getTime());
      }),
    );
  });
  test("the spans of a time add up to its open time, in order and apart", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 900 * HOUR }), (calendar, from, ms) => {
        const to = new Date(from.getTime() + ms);
        const found = openSpans(calendar, from, to);
        expect(found.reduce((sum, span) => sum + span.toMs - span.fromMs, 0)).toBe(openTimeBetween(calendar, from, to));
        for (const [index, span] of found.entries()) expect(span.fromMs).toBeGreaterThanOrEqual(found[index - 1]?.toMs ?? 0);
      }),
    );
  });
});

describe("changes of the clocks", () => {
  const berlin = compile("Europe/Berlin", always);
  const day = (date: string, zone = "Europe/Berlin") => [at(`${date}T00:00`, zone), at(date, zone)] as const;
  test("the day in spring has 23 hours and the one in autumn 25", () => {
    const hoursOf = (date: string) => {
      const [from] = day(date);
      return openTimeBetween(berlin, from, DateTime.fromJSDate(from, { zone: "Europe/Berlin" }).plus({ days: 1 }).toJSDate()) / HOUR;
    };
    expect([hoursOf("2026-03-29"), hoursOf("2026-10-25"), hoursOf("2026-11-22")]).toEqual([23, 25, 24]);
  });
  test("hours that open at a time that does not exist open when the clocks change", () => {
    const nights = compile("Europe/Berlin", { ...never, sun: [{ from: "02:30", to: "04:00" }] });
    expect(nextOpening(nights, at("2026-03-29T00:00", "Europe/Berlin"))).toEqual({ ok: true, value: at("2026-03-29T01:00Z") });
    expect(openTimeBetween(nights, at("2026-03-29T00:00Z"), at("2026-03-30T00:00Z"))).toBe(HOUR);
  });
  test("hours that lie in the hour left out do not happen that day", () => {
    const nights = compile("Europe/Berlin", { ...never, sun: [{ from: "02:15", to: "02:45" }] });
    expect(nextOpening(nights, at("2026-03-28T00:00Z"))).toEqual({ ok: true, value: at("2026-04-05T02:15", "Europe/Berlin") });
  });
  test("hours over the hour that comes twice last an hour longer, and open once", () => {
    const nights = compile("America/New_York", { ...never, sun: [{ from: "01:00", to: "02:00" }] });
    const span = openSpans(nights, at("2026-11-01T00:00Z"), at("2026-11-02T00:00Z"));
    expect(span).toEqual([{ fromMs: at("2026-11-01T05:00Z").getTime(), toMs: at("2026-11-01T07:00Z").getTime() }]);
  });
  test("a day that a zone left out altogether has no hours", () => {
    const apia = compile("Pacific/Apia", always);
    const [from, to] = [at("2011-12-29T00:00", "Pacific/Apia"), at("2012-01-01T00:00", "Pacific/Apia")];
    expect(openTimeBetween(apia, from, to) / HOUR).toBe(48);
  });
});

describe("weeks, holidays and own days", () => {
  const office = compile("Europe/Berlin", nineToFive, {
    holidays: ["2026-12-25", "2026-12-26"],
    dates: [
      { date: "2026-12-24", label: "Christmas Eve", hours: [{ from: "09:00", to: "12:00" }] },
      { date: "2026-12-28", label: "Stocktaking", hours: [] },
      { date: "2026-12-26", label: "Duty", hours: [{ from: "10:00", to: "11:00" }] },
    ],
  });
  test("four open hours asked on Christmas Eve end after the days off, own hours before holidays", () => {
    const end = added(office, at("2026-12-24T10:00", "Europe/Berlin"), 4 * HOUR);
    // Two hours on the 24th, one on the 26th, none on the 28th, one on the 29th.
    expect(end).toEqual(at("2026-12-29T10:00", "Europe/Berlin"));
  });
  test("no time at all from closed hours is the next opening, and from the moment of closing that moment", () => {
    expect(added(office, at("2026-11-22T12:00", "Europe/Berlin"), 0)).toEqual(at("2026-11-23T09:00", "Europe/Berlin"));
    expect(added(office, at("2026-11-23T17:00", "Europe/Berlin"), 0)).toEqual(at("2026-11-23T17:00", "Europe/Berlin"));
  });
  test("exactly what is left of the day ends when it closes, not when the next one opens", () => {
    expect(added(office, at("2026-11-20T16:00", "Europe/Berlin"), HOUR)).toEqual(at("2026-11-20T17:00", "Europe/Berlin"));
  });
  test("the 29th of February is a day like others in leap years, and only there", () => {
    const all = compile("UTC", always);
    expect(openTimeBetween(all, at("2028-02-28"), at("2028-03-01")) / HOUR).toBe(48);
    expect(openTimeBetween(all, at("2027-02-28"), at("2027-03-01")) / HOUR).toBe(24);
  });
  test("lunch parts a day into two; hours to midnight run on into those from midnight", () => {
    const lunch = compile("Asia/Kolkata", {
      ...never,
      mon: [
        { from: "09:00", to: "12:00" },
        { from: "13:00", to: "24:00" },
      ],
      tue: [{ from: "00:00", to: "02:00" }],
    });
    const noon = at("2026-11-23T12:30", "Asia/Kolkata");
    expect(isOpen(lunch, noon)).toBe(false);
    expect(nextClosing(lunch, at("2026-11-23T13:00", "Asia/Kolkata"))).toEqual(at("2026-11-24T02:00", "Asia/Kolkata"));
  });
  test("one that is always open never closes, over the turn of the year too", () => {
    const all = compile("America/New_York", always);
    expect(nextClosing(all, at("2026-12-31T23:00Z"))).toBeNull();
    expect(added(all, at("2026-12-31T20:00Z"), 100 * HOUR)).toEqual(at("2027-01-05T00:00Z"));
  });
});

test("a calendar that is as good as never open refuses instead of searching for ever", () => {
  const closed = compile("UTC", never);
  expect(addOpenTime(closed, at("2026-11-22"), 1).ok).toBe(false);
  expect(nextOpening(closed, at("2026-11-22")).ok).toBe(false);
  const rare = compile("UTC", { ...never, mon: [{ from: "00:00", to: "00:01" }] });
  expect(addOpenTime(rare, at("2026-11-22"), 24 * HOUR)).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
});

test("adding thirty open days takes well under a millisecond once a year is worked out", () => {
  const calendar = compileCalendar({ zone: "Europe/Berlin", hours: nineToFive, dates: [] }, () => none);
  const from = at("2026-11-22").getTime();
  added(calendar, new Date(from), 30 * 8 * HOUR);
  const began = performance.now();
  for (let n = 0; n < 5_000; n += 1) added(calendar, new Date(from + n * 60_000), 30 * 8 * HOUR);
  expect((performance.now() - began) / 5_000).toBeLessThan(0.2);
});
