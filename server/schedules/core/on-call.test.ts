import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { dutyAt, type Layer, layerShifts, type OnCallSchedule, onCallAt, prepareOnCall, shifts } from "./on-call";
import { WEEKDAYS, type WeekHours } from "./week";

const HOUR = 3_600_000;
const ms = (iso: string, zone = "Europe/Berlin") => DateTime.fromISO(iso, { zone }).toMillis();
const weekly: Layer = {
  name: "First",
  people: ["ana", "tom", "noor"],
  rotation: "weekly",
  handover: { weekday: "mon", time: "09:00" },
  startsOn: "2026-11-02",
  restriction: null,
};
const at = (layers: Layer[], more: Partial<OnCallSchedule> = {}) =>
  prepareOnCall({ zone: "Europe/Berlin", layers, overrides: [], inactive: new Set(), ...more });

describe("rotations", () => {
  test("a weekly turn ends at its weekday and time, and the first one is short when it began on another day", () => {
    const plain = at([weekly]);
    expect(onCallAt(plain, ms("2026-11-02T08:59"))).toBeNull();
    expect(onCallAt(plain, ms("2026-11-02T09:00"))).toBe("ana");
    expect(onCallAt(plain, ms("2026-11-09T08:59"))).toBe("ana");
    expect(onCallAt(plain, ms("2026-11-09T09:00"))).toBe("tom");
    expect(onCallAt(plain, ms("2026-11-23T09:00"))).toBe("ana");
    const late = at([{ ...weekly, startsOn: "2026-11-05" }]);
    expect(onCallAt(late, ms("2026-11-05T09:00"))).toBe("ana");
    expect(onCallAt(late, ms("2026-11-09T09:00"))).toBe("tom");
  });
  test("hand-overs stay at their time of the clock when the clocks change", () => {
    const daily = at([{ ...weekly, rotation: "daily", startsOn: "2026-03-27" }]);
    const found = shifts(daily, ms("2026-03-27T09:00"), ms("2026-03-31T09:00"));
    expect(found.map((shift) => (shift.toMs - shift.fromMs) / HOUR)).toEqual([24, 23, 24, 24]);
    // 02:30 does not exist that night: the hand-over is when the clocks change, and comes once when it comes twice.
    const nights = at([{ ...weekly, rotation: "daily", startsOn: "2026-03-27", handover: { weekday: "mon", time: "02:30" } }]);
    expect(shifts(nights, ms("2026-03-28T12:00"), ms("2026-03-29T12:00")).map((shift) => shift.toMs)[0]).toBe(
      ms("2026-03-29T01:00", "UTC"),
    );
    expect(shifts(nights, ms("2026-10-24T12:00"), ms("2026-10-25T12:00")).map((shift) => shift.toMs)[0]).toBe(
      ms("2026-10-25T00:30", "UTC"),
    );
  });
  test("the turn of someone who left passes to the next; when all have left there is a gap", () => {
    expect(onCallAt(at([weekly], { inactive: new Set(["tom"]) }), ms("2026-11-10T12:00"))).toBe("noor");
    expect(onCallAt(at([weekly], { inactive: new Set(weekly.people) }), ms("2026-11-10T12:00"))).toBeNull();
  });
  test("a layer with hours leaves the rest to the layer below, and a gap where there is none", () => {
    const days = Object.fromEntries(
      WEEKDAYS.map((day) => [day, day === "sun" ? [] : [{ from: "08:00", to: "18:00" }]]),
    ) as unknown as WeekHours;
    const top = { ...weekly, people: ["ana"], restriction: days };
    const both = at([top, { ...weekly, people: ["tom"] }]);
    expect([onCallAt(both, ms("2026-11-10T08:00")), onCallAt(both, ms("2026-11-10T18:00"))]).toEqual(["ana", "tom"]);
    expect(onCallAt(at([top]), ms("2026-11-10T18:00"))).toBeNull();
    expect(layerShifts(both, 0, ms("2026-11-10T00:00"), ms("2026-11-11T00:00")).map((shift) => shift.personId)).toEqual([
      null,
      "ana",
      null,
    ]);
  });
});

// Anything that a schedule may say.
const PEOPLE = ["ana", "tom", "noor", "mei"] as const;
const restriction: WeekHours = {
  mon: [{ from: "08:00", to: "18:00" }],
  tue: [],
  wed: [{ from: "00:00", to: "24:00" }],
  thu: [{ from: "00:00", to: "02:30" }],
  fri: [],
  sat: [{ from: "01:30", to: "02:30" }],
  sun: [{ from: "02:00", to: "03:00" }],
};
const layers = fc.record({
  name: fc.constant("Layer"),
  people: fc.array(fc.constantFrom(...PEOPLE), { minLength: 1, maxLength: 4 }),
  rotation: fc.constantFrom("daily" as const, "weekly" as const),
  handover: fc.record({ weekday: fc.constantFrom(...WEEKDAYS), time: fc.constantFrom("00:00", "00:30", "02:30", "09:00", "23:30") }),
  startsOn: fc.constantFrom("2026-01-01", "2026-03-20", "2026-03-29", "2026-10-25", "2027-01-01"),
  restriction: fc.constantFrom(null, restriction),
});
const moment = fc.integer({ min: ms("2026-03-01T00:00"), max: ms("2026-11-30T00:00") });
const override = fc
  .record({ personId: fc.constantFrom(...PEOPLE), fromMs: moment, lasts: fc.integer({ min: 1, max: 200 * HOUR }) })
  .map(({ personId, fromMs, lasts }) => ({ id: `ovr_${fromMs}`, personId, fromMs, untilMs: fromMs + lasts }));
const schedules = fc.record({
  zone: fc.constantFrom("Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe", "UTC"),
  layers: fc.array(layers, { maxLength: 3 }),
  overrides: fc.array(override, { maxLength: 3 }),
  inactive: fc.subarray([...PEOPLE]).map((people): ReadonlySet<string> => new Set(people)),
});

describe("laws of on-call schedules", () => {
  test("shifts fill the window without gap or overlap, no two alike side by side, and say what each moment says", () => {
    fc.assert(
      fc.property(
        schedules,
        moment,
        fc.integer({ min: 1, max: 700 * HOUR }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (schedule, fromMs, lasts, part) => {
          const ready = prepareOnCall(schedule);
          const found = shifts(ready, fromMs, fromMs + lasts);
          expect(found[0]?.fromMs).toBe(fromMs);
          expect(found.at(-1)?.toMs).toBe(fromMs + lasts);
          for (const [index, shift] of found.entries()) {
            const next = found[index + 1];
            if (next !== undefined) expect(next.fromMs).toBe(shift.toMs);
            const inside = shift.fromMs + Math.floor(part * (shift.toMs - shift.fromMs - 1));
            for (const moment of [shift.fromMs, inside, shift.toMs - 1]) {
              expect(dutyAt(ready, moment)).toEqual({ personId: shift.personId, layer: shift.layer, overrideId: shift.overrideId });
            }
          }
        },
      ),
    );
  });
  test("nobody who left is ever on duty", () => {
    fc.assert(
      fc.property(schedules, moment, (schedule, at) => {
        const person = onCallAt(prepareOnCall(schedule), at);
        expect(person === null || !schedule.inactive.has(person)).toBe(true);
      }),
    );
  });
  test("an override holds inside its window and changes nothing outside it", () => {
    fc.assert(
      fc.property(schedules, override, moment, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, added, other, part) => {
        const before = prepareOnCall(schedule);
        const after = prepareOnCall({ ...schedule, inactive: new Set(), overrides: [added, ...schedule.overrides] });
        const inside = added.fromMs + Math.floor(part * (added.untilMs - added.fromMs - 1));
        for (const moment of [added.fromMs, inside, added.untilMs - 1]) expect(onCallAt(after, moment)).toBe(added.personId);
        const same = prepareOnCall({ ...schedule, inactive: new Set() });
        for (const moment of [added.fromMs - 1, added.untilMs, other])
          if (moment < added.fromMs || moment >= added.untilMs) expect(dutyAt(after, moment)).toEqual(dutyAt(same, moment));
        expect(before.overrides.every(({ personId }) => !schedule.inactive.has(personId))).toBe(true);
      }),
    );
  });
});
