import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultsOf, type Terms } from "./faults";
import { capOf, hardCap, percentOf, remainingOf, standingOf, strictest, toKept, toShown } from "./judge";
import { binds } from "./scope";
import type { Threshold } from "./terms";
import { endedBy, type Weighed, weigh } from "./weigh";
import { slicesOf, windowAt } from "./windows";

const at = (percent: number, act: Threshold["act"], more: Partial<Threshold> = {}): Threshold => ({
  percent,
  act,
  groupIds: [],
  perMinute: null,
  ...more,
});
const LADDER = [at(80, "notify"), at(100, "require_approval", { groupIds: ["finance"] }), at(110, "cut_off")];
const month = { kind: "calendar", unit: "month" } as const;

describe("windows", () => {
  test.each([
    ["month", "2026-10-15T12:00:00Z", "Europe/Berlin", "2026-09-30T22:00:00.000Z", "2026-10-31T23:00:00.000Z"],
    ["month", "2026-11-30T23:30:00Z", "Europe/Berlin", "2026-11-30T23:00:00.000Z", "2026-12-31T23:00:00.000Z"],
    ["week", "2026-11-22T23:30:00Z", "UTC", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    ["day", "2026-10-25T10:00:00Z", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["day", "2026-03-29T10:00:00Z", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["day", "2026-09-06T12:00:00Z", "America/Santiago", "2026-09-06T04:00:00.000Z", "2026-09-07T03:00:00.000Z"],
  ] as const)("a %s around %s in %s follows the clocks on the wall", (unit, now, zone, from, to) => {
    const window = windowAt({ kind: "calendar", unit }, new Date(now), zone);
    expect([window?.from.toISOString(), window?.to.toISOString()]).toEqual([from, to]);
  });
  test("a rolling window holds so many whole hours, the running one included, and a run has none", () => {
    const window = windowAt({ kind: "rolling", hours: 24 }, new Date("2026-11-23T05:20:00Z"), "UTC");
    expect([window?.from.toISOString(), window?.to.toISOString()]).toEqual(["2026-11-22T06:00:00.000Z", "2026-11-23T06:00:00.000Z"]);
    expect(windowAt({ kind: "run" }, new Date(), "UTC")).toBeNull();
  });
  test("every moment is in exactly one window of a calendar, and windows follow each other without gap", () => {
    const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "America/Santiago");
    const unit = fc.constantFrom("day" as const, "week" as const, "month" as const);
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
        zone,
        unit,
        (now, inZone, of) => {
          const window = windowAt({ kind: "calendar", unit: of }, now, inZone);
          if (window === null) throw new Error("a calendar always has a window");
          expect(window.from <= now && now < window.to).toBe(true);
          expect(windowAt({ kind: "calendar", unit: of }, window.to, inZone)?.from).toEqual(window.to);
          expect(windowAt({ kind: "calendar", unit: of }, new Date(window.to.getTime() - 1), inZone)?.key).toBe(window.key);
        },
      ),
    );
  });
  test("a day of 25 hours has 25 slices, a month one for each day so far", () => {
    const day = windowAt({ kind: "calendar", unit: "day" }, new Date("2026-10-25T22:59:59Z"), "Europe/Berlin");
    const all = windowAt(month, new Date("2026-11-23T05:00:00Z"), "UTC");
    expect(day && slicesOf(day, new Date("2026-10-25T22:59:59Z"), "Europe/Berlin")).toHaveLength(25);
    expect(all && slicesOf(all, new Date("2026-11-23T05:00:00Z"), "UTC")).toHaveLength(23);
  });
});

describe("thresholds", () => {
  test.each([
    [79n, "within"],
    [80n, "notified"],
    [100n, "asks"],
    [110n, "cut_off"],
  ] as const)("at %s of 100 a budget stands as %s", (spent, standing) => {
    expect(standingOf(LADDER, { spent, reserved: 0n, limit: 100n })).toBe(standing);
  });
  test("what never passes the strictest threshold never spends beyond the cap", () => {
    const steps = fc.array(fc.bigInt({ min: 0n, max: 40n }), { maxLength: 50 });
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 1n, max: 300n }), (calls, limit) => {
        let reserved = 0n;
        for (const x of calls) if (strictest(LADDER, { spent: 0n, reserved, limit }, x)?.act !== "cut_off") reserved += x;
        expect(reserved <= (hardCap(LADDER, limit) ?? 0n)).toBe(true);
      }),
    );
  });
  test("remaining, spent and held add up to the limit until it is passed", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(amount, amount, amount, (spent, reserved, over) => {
        const limit = spent + reserved + over + 1n;
        expect(remainingOf({ spent, reserved, limit })).toBe(over + 1n);
        expect(percentOf({ spent, reserved, limit })).toBeLessThan(100);
        expect(remainingOf({ spent: limit, reserved, limit })).toBe(0n);
      }),
    );
  });
  test("money is kept in pico-USD, and what is shown is never less than what was spent", () => {
    expect(toKept("money", 5n)).toBe(5_000_000n);
    expect(toShown("money", 5_000_001n)).toBe(6n);
    expect(toShown("tokens", 7n)).toBe(7n);
    expect(capOf(28n, 110)).toBe(30n);
  });
});

const budget = (over: Partial<Weighed> = {}): Weighed => ({
  id: "b",
  name: "Support",
  scope: { kind: "team", id: "t" },
  measure: "money",
  window: month,
  thresholds: [at(100, "cut_off")],
  kept: 28_000_000_000n * 1_000_000n,
  key: "k",
  from: new Date("2026-10-01T00:00:00Z"),
  to: new Date("2026-11-01T00:00:00Z"),
  position: { spent: 28_000_000_000n * 1_000_000n, reserved: 0n, limit: 28_000_000_000n * 1_000_000n },
  besides: 0n,
  minute: null,
  minuteCalls: 0,
  ...over,
});
const NOTHING = { costMicroUsd: 0n, tokens: 0n };
const NOW = new Date("2026-10-20T10:00:30Z");

describe("what a budget says to a call", () => {
  test("used up: the true reason, and when it begins anew", () => {
    expect(weigh([budget()], NOTHING, NOW, "UTC")).toMatchObject({
      effect: "deny",
      reason: "The October budget of Support, $28,000, is used up. It begins anew on 1 November.",
    });
  });
  test("a call that may cost more than is left is refused with both sums", () => {
    const nearly = budget({ position: { spent: 27_999_000_000n * 1_000_000n, reserved: 0n, limit: 28_000_000_000n * 1_000_000n } });
    expect(weigh([nearly], { costMicroUsd: 2_000_000n, tokens: 0n }, NOW, "UTC")?.reason).toContain(
      "$1.00 is left, and this call may take $2.00",
    );
    expect(weigh([nearly], { costMicroUsd: 1_000_000n, tokens: 0n }, NOW, "UTC")).toBeNull();
  });
  test("a denial speaks before a question to people", () => {
    const asks = budget({ id: "a", thresholds: [at(100, "require_approval", { groupIds: ["finance"] })] });
    expect(weigh([asks], NOTHING, NOW, "UTC")).toMatchObject({ effect: "require_approval", groupIds: ["finance"] });
    expect(weigh([asks, budget()], NOTHING, NOW, "UTC")).toMatchObject({ effect: "deny" });
  });
  test("slowed: so many calls a minute still pass, and the next moment is named", () => {
    const thresholds = [at(80, "throttle", { perMinute: 2 })];
    const minute = new Date("2026-10-20T10:00:00Z");
    expect(weigh([budget({ thresholds, minute, minuteCalls: 1 })], NOTHING, NOW, "UTC")).toBeNull();
    expect(weigh([budget({ thresholds, minute, minuteCalls: 2 })], NOTHING, NOW, "UTC")?.reason).toContain("at 10:01");
  });
  test("the last step that was let through may still run; money that is gone ends permissions", () => {
    const steps = budget({ measure: "steps", kept: 3n, position: { spent: 3n, reserved: 0n, limit: 3n } });
    expect(endedBy([steps], "UTC")).toBeNull();
    expect(endedBy([budget()], "UTC")).toContain("is used up");
  });
});

test.each([
  ["organisation", null, true],
  ["team", "t1", true],
  ["team", "t2", false],
  ["agent", "a1", true],
  ["task_class", "other", false],
  ["run", null, true],
  ["run", "a2", false],
] as const)("a budget of %s %s binds a call of a1 in t1: %s", (kind, id, expected) => {
  expect(binds({ scope: { kind, id } }, { agent: "a1", teamId: "t1", taskClass: "c", runId: "r" })).toBe(expected);
});

const terms = (over: Partial<Terms> = {}): Terms => ({
  scope: { kind: "team", id: "t" },
  measure: "money",
  limit: 100_000_000n,
  window: month,
  thresholds: LADDER,
  ...over,
});
const known = { hasScope: true, groupIds: new Set(["finance"]), spent: 0n };

test.each<[string, Terms, typeof known, string, string]>([
  ["below what is spent", terms(), { ...known, spent: 200_000_000_000_000n }, "limit", "$200 is spent already"],
  ["a team that is gone", terms(), { ...known, hasScope: false }, "scope.id", "no longer exists"],
  [
    "thresholds out of order",
    terms({ thresholds: [...LADDER].reverse() }),
    known,
    "thresholds.1.percent",
    "thresholds stand in their order",
  ],
  ["nobody to ask", terms({ thresholds: [at(90, "require_approval")] }), known, "thresholds.0.groupIds", "Choose who is asked"],
  [
    "a group that is gone",
    terms({ thresholds: [at(90, "notify", { groupIds: ["gone"] })] }),
    known,
    "thresholds.0.groupIds",
    "no longer exists",
  ],
  ["repeats of a team", terms({ measure: "repeats" }), known, "measure", "counted of a run"],
  ["a run by the month", terms({ scope: { kind: "run", id: null } }), known, "window", "its own window"],
])("refused in words, with its field: %s", (_, given, there, path, message) => {
  expect(faultsOf(given, there)).toEqual(expect.arrayContaining([{ path, message: expect.stringContaining(message) }]));
});
