import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advise } from "./advise";
import { attribute } from "./attribute";
import { compare, FEWEST_RUNS, missingRuns, type Sample } from "./compare";
import { differenceOf, meanOf, mixOf, shareOf } from "./intervals";
import { whatIf } from "./what-if";

const share = (count: number, of: number) => ({ count, of });
const sample = (model: string, count: number, of: number, mean = 1_000, over: Partial<Sample> = {}): Sample => ({
  model,
  runs: of,
  outcome: share(count, of),
  cost: { of, mean, deviation: mean / 10 },
  ...over,
});

describe("intervals", () => {
  // Newcombe, Statistics in Medicine 17 (1998): 857-872 (one share) and 873-890 (two shares), tables of examples.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("the published interval of %i in %i", (count, of, low, high) => {
    const found = shareOf({ count, of });
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 20, 0.6791, 1],
    [0, 10, 0, 20, -0.1611, 0.2775],
  ])("the published interval of %i in %i less %i in %i", (a, m, b, n, low, high) => {
    const found = differenceOf(share(a, m), share(b, n));
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  const shares = fc.integer({ min: 1, max: 5_000 }).chain((of) => fc.integer({ min: 0, max: of }).map((count) => share(count, of)));
  test("an interval holds its value, lies within what is possible, and turns round with the question", () => {
    fc.assert(
      fc.property(shares, shares, (one, other) => {
        const found = shareOf(one);
        expect(found.low).toBeLessThanOrEqual(found.value);
        expect(found.high).toBeGreaterThanOrEqual(found.value);
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.high).toBeLessThanOrEqual(1);
        const [there, back] = [differenceOf(one, other), differenceOf(other, one)];
        expect(there.low).toBeCloseTo(-back.high, 12);
        expect(there.low).toBeGreaterThanOrEqual(-1 - 1e-12);
      }),
    );
  });
  test("nothing moved is the model now, everything moved is the other", () => {
    fc.assert(
      fc.property(shares, shares, (one, other) => {
        expect(mixOf(one, other, 0).high).toBeCloseTo(shareOf(one).high, 12);
        expect(mixOf(one, other, 1).low).toBeCloseTo(shareOf(other).low, 12);
      }),
    );
  });
  test("of one run nothing is known of the mean", () => {
    expect(meanOf({ of: 1, mean: 5, deviation: 0 })).toEqual({ value: 5, low: 0, high: Number.POSITIVE_INFINITY });
    expect(shareOf(share(0, 0))).toEqual({ value: 0, low: 0, high: 1 });
  });
});

describe("which model a run is of", () => {
  const part = (model: string | null, calls: number, cost: number, unknown = 0) => ({ model, calls, unknown, costPicoUsd: BigInt(cost) });
  test.each([
    ["the one with most of the cost, though not of the calls", [part("a", 1, 90), part("b", 5, 10)], "one", "a", 100n],
    ["none, where the cost is shared", [part("a", 1, 60), part("b", 1, 40)], "mixed", null, 100n],
    ["the one with most of the calls, where a cost is unknown", [part("a", 8, 0, 8), part("b", 1, 40)], "one", "a", null],
    ["the one that costs nothing", [part("a", 2, 0)], "one", "a", 0n],
    ["none, where the calls name no model", [part(null, 2, 0, 2)], "mixed", null, null],
    ["none, where no call was counted", [part("a", 0, 0)], "none", null, null],
  ] as const)("%s", (_, parts, attribution, model, costPicoUsd) => {
    expect(attribute(parts)).toEqual({ attribution, model, costPicoUsd });
  });
});

describe("a switch is proposed only where success is not worse beyond the margin", () => {
  const now = sample("large", 5_178, 6_120, 760_000);
  test.each<[string, Sample, string]>([
    ["as good and cheaper", sample("small", 1_041, 1_240, 380_000), "better_value"],
    ["cheaper and worse", sample("small", 700, 941, 290_000), "worse"],
    ["as good and dearer", sample("huge", 1_041, 1_240, 990_000), "not_cheaper"],
    ["cheaper, with too few runs to tell", sample("small", 84, 100, 380_000), "undecided"],
    ["cheaper and perfect, on fewer runs than anything is said of", sample("small", 49, 49, 380_000), "undecided"],
    ["of unknown price", sample("own", 1_041, 1_240, 0, { cost: { of: 0, mean: 0, deviation: 0 } }), "unpriced"],
    ["without any known outcome", sample("small", 0, 0, 380_000, { runs: 400, cost: { of: 400, mean: 1, deviation: 1 } }), "undecided"],
  ])("%s", (_, candidate, standing) => {
    expect(compare(candidate, now, 0.03).standing.kind).toBe(standing);
  });
  test("with a wider margin less evidence does", () => {
    const candidate = sample("small", 84, 100, 380_000);
    expect(compare(candidate, now, 0.2).standing.kind).toBe("better_value");
  });
  test("a proposal never has a difference below the margin, nor a saving that may be none", () => {
    const any = fc
      .record({
        of: fc.integer({ min: 1, max: 4_000 }),
        rate: fc.double({ min: 0, max: 1, noNaN: true }),
        mean: fc.integer({ min: 1, max: 9_999 }),
      })
      .map(({ of, rate, mean }) => sample("m", Math.round(of * rate), of, mean));
    fc.assert(
      fc.property(any, any, fc.double({ min: 0.005, max: 0.2, noNaN: true }), (one, other, margin) => {
        const { standing, difference, saving } = compare(one, other, margin);
        if (standing.kind !== "better_value") return;
        expect(difference.low).toBeGreaterThan(-margin);
        expect(saving.low).toBeGreaterThan(0);
        expect(Math.min(one.outcome.of, other.outcome.of)).toBeGreaterThanOrEqual(FEWEST_RUNS);
      }),
    );
  });
});

describe("how much is missing", () => {
  test("with so many more runs it is decided, and with one fewer it is not", () => {
    const cases = fc.record({ count: fc.integer({ min: 30, max: 300 }), of: fc.constant(310), margin: fc.constantFrom(0.02, 0.03, 0.05) });
    fc.assert(
      fc.property(cases, ({ count, of, margin }) => {
        const [candidate, current] = [share(count, of), share(2_200, 3_000)];
        const missing = missingRuns(candidate, current, margin);
        if (missing === null || missing.current > 0) return;
        const at = (more: number) => {
          const { low, high } = differenceOf(share((count / of) * (of + more), of + more), current);
          return low > -margin || high < -margin;
        };
        expect(at(missing.candidate)).toBe(true);
        if (missing.candidate > 0) expect(at(missing.candidate - 1)).toBe(false);
      }),
    );
  });
  test("where the model now is the one with too few runs, of both; at the margin itself, never", () => {
    const both = missingRuns(share(900, 1_000), share(54, 60), 0.03);
    expect(both?.current).toBeGreaterThan(0);
    expect(missingRuns(share(870_000, 1_000_000), share(900_000, 1_000_000), 0.03)).toBeNull();
    expect(missingRuns(share(0, 0), share(9, 10), 0.03)).toEqual({ candidate: FEWEST_RUNS, current: FEWEST_RUNS - 10 });
  });
});

describe("the verdict on a task class", () => {
  const now = sample("large", 5_178, 6_120, 760_000);
  const good = sample("small", 1_041, 1_240, 380_000);
  const cheapest = sample("tiny", 1_045, 1_240, 90_000);
  const worse = sample("weak", 700, 941, 290_000);
  const few = sample("new", 50, 60, 300_000);
  test.each([
    ["the cheapest of those that are as good", [now, good, cheapest, worse], { kind: "switch", to: "tiny" }],
    ["keep, where all others are worse", [worse, now], { kind: "keep" }],
    ["wait, where a cheaper one is not decided", [now, worse, few], { kind: "wait", for: "new" }],
    ["alone", [now], { kind: "alone" }],
  ] as const)("%s", (_, samples, verdict) => {
    expect(advise(samples, 0.03)?.verdict).toMatchObject(verdict);
    expect(advise(samples.toReversed(), 0.03)).toEqual(advise(samples, 0.03));
  });
  test("without runs there is none", () => {
    expect(advise([], 0.03)).toBeNull();
  });
});

test("a what-if of half the traffic moves half the runs of an average month", () => {
  const [now, small] = [sample("large", 900, 1_000, 2_000), sample("small", 450, 500, 500)];
  const half = whatIf(now, small, 0.5, 30.4375);
  expect(half.monthlyRuns).toBeCloseTo(1_000);
  expect(half.movedRuns).toBeCloseTo(500);
  expect(half.succeeded).toBe(0);
  expect(half.saving.value).toBeCloseTo(750_000);
  expect(half.success.value).toBeCloseTo(0.9);
  expect(whatIf(now, small, 0, 30).saving).toMatchObject({ value: 0 });
});
