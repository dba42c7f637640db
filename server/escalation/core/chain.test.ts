import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { addOpenTime, compile, openTimeBetween } from "@/server/schedules/service";
import { type Act, ASKED, actsAfter, type Chain, nextAct, type OpenTime, type Position, type Step } from "./chain";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const hours = (from: string, to: string) => {
  const day = [{ from, to }];
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
};
const always = { ...hours("00:00", "24:00"), sat: [{ from: "00:00", to: "24:00" }], sun: [{ from: "00:00", to: "24:00" }] };

const WEEKS = { always, office: hours("09:00", "17:00"), night: hours("01:30", "03:30") };
type Week = keyof typeof WEEKS;

async function timeOf(zone: string, week: Week): Promise<OpenTime> {
  const closed = [{ date: "2024-12-25", label: "Christmas", hours: [] }];
  const rules = { name: week, zone, hours: WEEKS[week], holidays: null, dates: closed };
  const calendar = await compile({ ...rules, id: `${zone}/${week}`, isDefault: false, isBuiltIn: false, revision: 1, archivedAt: null });
  return {
    add: (from, ms) => {
      const added = addOpenTime(calendar, from, ms);
      if (!added.ok) throw new Error(added.refusal.message);
      return added.value;
    },
    between: (from, to) => openTimeBetween(calendar, from, to),
  };
}

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];
const all = await Promise.all(ZONES.flatMap((zone) => (Object.keys(WEEKS) as Week[]).map((week) => timeOf(zone, week))));
const times = fc.constantFrom(...all);
// Around changes of the clocks and a weekend.
const moments = fc
  .tuple(fc.constantFrom("2024-03-10", "2024-03-31", "2024-10-27", "2024-11-03", "2024-12-24"), fc.integer({ min: -40, max: 40 }))
  .map(([day, hour]) => new Date(DateTime.fromISO(day, { zone: "UTC" }).toMillis() + hour * HOUR_MS));
const step = (after: Step["after"]): Step => ({ after, targets: [{ kind: "stage" }], channels: [], important: false });
const steps = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 300 }).map((percentOfSla) => step({ percentOfSla })),
    fc.integer({ min: 1, max: 600 }).map((minutes) => step({ minutes })),
  ),
  { minLength: 1, maxLength: 5 },
);
const chains = fc.record({
  steps,
  loops: fc.integer({ min: 0, max: 3 }),
  pauseMinutes: fc.integer({ min: 1, max: 240 }),
  final: fc.constant({ kind: "expire" as const }),
});
const slas = fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * MINUTE_MS);

/** What must happen, in order: every step of every loop, then the final action. */
const allOf = ({ steps: { length }, loops }: Chain): Position[] => [
  ...Array.from({ length: loops + 1 }, (_, loop) => Array.from({ length }, (_, index) => ({ step: index + 1, loop }))).flat(),
  { step: length + 1, loop: loops },
];
const placeOf = ({ step: at, loop }: Act): Position => ({ step: at, loop });

describe("the clock of a chain", () => {
  test("every act comes exactly once and in order, however the clock ticks, and never early", () => {
    const ticks = fc.array(fc.integer({ min: 1, max: 72 * 60 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(chains, times, moments, slas, ticks, (chain, time, startedAt, slaMs, gaps) => {
        const watch = { startedAt, dueAt: time.add(startedAt, slaMs), pausedMs: 0 };
        const happened: { act: Act; at: number }[] = [];
        let position: Position = ASKED;
        let now = startedAt.getTime();
        // The clock ticks when it can: gaps of minutes or of days, then once more when all is past.
        for (const gap of [...gaps, 10 * 365 * 24 * 60]) {
          now += gap * MINUTE_MS;
          for (let next = nextAct(chain, time, watch, position); next !== null && next.at.getTime() <= now; ) {
            happened.push({ act: next, at: now });
            position = next;
            next = nextAct(chain, time, watch, position);
          }
        }
        expect(happened.map(({ act }) => placeOf(act))).toEqual(allOf(chain));
        for (const [index, { act, at }] of happened.entries()) {
          expect(at).toBeGreaterThanOrEqual(act.at.getTime());
          expect(act.at.getTime()).toBeGreaterThanOrEqual(happened[index - 1]?.act.at.getTime() ?? startedAt.getTime());
        }
      }),
    );
  });

  test("a step by minutes comes when that much open time has passed, one by share at its share of the time to due", () => {
    fc.assert(
      fc.property(times, moments, slas, fc.integer({ min: 1, max: 200 }), (time, startedAt, slaMs, percentOfSla) => {
        const chain: Chain = { steps: [step({ percentOfSla })], loops: 0, pauseMinutes: 5, final: { kind: "expire" } };
        const [first, final] = actsAfter(chain, time, { startedAt, dueAt: time.add(startedAt, slaMs), pausedMs: 0 }, ASKED);
        const passed = first === undefined ? Number.NaN : time.between(startedAt, first.at);
        expect(passed).toBe(Math.round((slaMs * percentOfSla) / 100));
        expect(final && first && time.between(first.at, final.at)).toBe(5 * MINUTE_MS);
      }),
    );
  });

  test("what was stopped and goes on finds every act later by the open time that it stood still, and by no more", () => {
    fc.assert(
      fc.property(chains, times, moments, slas, fc.integer({ min: 1, max: 5_000 }), (chain, time, startedAt, slaMs, minutes) => {
        const pausedMs = minutes * MINUTE_MS;
        const dueAt = time.add(startedAt, slaMs);
        const before = actsAfter(chain, time, { startedAt, dueAt, pausedMs: 0 }, ASKED);
        const after = actsAfter(chain, time, { startedAt, dueAt: time.add(dueAt, pausedMs), pausedMs }, ASKED);
        expect(after.map(placeOf)).toEqual(before.map(placeOf));
        for (const [index, act] of after.entries()) expect(time.between(before[index]?.at ?? act.at, act.at)).toBe(pausedMs);
      }),
    );
  });

  test("outside open hours nothing comes; on Friday afternoon the rest comes on Monday", async () => {
    const time = await timeOf("Europe/Berlin", "office");
    const chain: Chain = {
      steps: [step({ percentOfSla: 50 }), step({ percentOfSla: 100 })],
      loops: 1,
      pauseMinutes: 60,
      final: { kind: "expire" },
    };
    const startedAt = new Date("2026-11-20T15:00:00Z"); // 16:00 in Berlin, an hour before closing
    const watch = { startedAt, dueAt: time.add(startedAt, 2 * HOUR_MS), pausedMs: 0 };
    expect(actsAfter(chain, time, watch, ASKED).map(({ at }) => at.toISOString())).toEqual([
      "2026-11-20T16:00:00.000Z",
      "2026-11-23T09:00:00.000Z",
      "2026-11-23T11:00:00.000Z",
      "2026-11-23T12:00:00.000Z",
      "2026-11-23T13:00:00.000Z",
    ]);
  });

  test("after the final action nothing comes", async () => {
    const chain: Chain = { steps: [step({ minutes: 5 })], loops: 0, pauseMinutes: 5, final: { kind: "expire" } };
    const time = await timeOf("UTC", "always");
    const startedAt = new Date("2026-11-20T15:00:00Z");
    expect(nextAct(chain, time, { startedAt, dueAt: startedAt, pausedMs: 0 }, { step: 2, loop: 0 })).toBeNull();
  });
});
