import fc from "fast-check";
import { expect, test } from "vitest";
import { criticalPath, timeOnPath } from "./critical-path";

type Told = readonly [parent: number, offsetUs: number, durationUs: number];

function pathOf(told: readonly Told[], extentUs: number) {
  const columns = {
    parent: told.map(([parent]) => parent),
    offsetUs: told.map(([, offset]) => offset),
    durationUs: told.map(([, , lasted]) => lasted),
  };
  const path = criticalPath(columns, extentUs);
  return [...path.step].map((step, i) => [step, path.fromUs[i], path.toUs[i]]);
}

const cases: readonly [string, readonly Told[], number, readonly (readonly number[])[]][] = [
  [
    "one after the other: all of them, and between them whoever called them",
    [
      [-1, 0, 100],
      [0, 10, 30],
      [0, 50, 40],
    ],
    100,
    [
      [0, 0, 10],
      [1, 10, 40],
      [0, 40, 50],
      [2, 50, 90],
      [0, 90, 100],
    ],
  ],
  [
    "of two at once the one that ends last, not the one that it outlives",
    [
      [-1, 0, 100],
      [0, 0, 100],
      [0, 20, 30],
    ],
    100,
    [[1, 0, 100]],
  ],
  [
    "what was still running when the last one began did not hold it up",
    [
      [-1, 0, 100],
      [0, 0, 60],
      [0, 40, 60],
    ],
    100,
    [
      [0, 0, 40],
      [2, 40, 100],
    ],
  ],
  [
    "into the depth",
    [
      [-1, 0, 100],
      [0, 0, 100],
      [1, 20, 60],
    ],
    100,
    [
      [1, 0, 20],
      [2, 20, 80],
      [1, 80, 100],
    ],
  ],
  [
    "a step that outlives its caller counts as long as the caller ran",
    [
      [-1, 0, 100],
      [0, 0, 50],
      [1, 10, 80],
      [0, 50, 50],
    ],
    100,
    [
      [1, 0, 10],
      [2, 10, 50],
      [3, 50, 100],
    ],
  ],
  [
    "a step whose clock puts it wholly outside of its caller is not on it",
    [
      [-1, 100, 100],
      [0, 0, 50],
    ],
    200,
    [[0, 100, 200]],
  ],
  ["a step that still runs, to the end", [[-1, 0, -1]], 80, [[0, 0, 80]]],
  [
    "several beginnings, and nothing where nothing ran",
    [
      [-1, 0, 10],
      [-1, 30, 10],
    ],
    40,
    [
      [0, 0, 10],
      [1, 30, 40],
    ],
  ],
  ["nothing at all", [], 1, []],
];

test.each(cases)("%s", (_, told, extent, expected) => {
  expect(pathOf(told, extent)).toEqual(expected);
});

test("it goes forward in time, never twice over the same moment, never outside of the trace", () => {
  const step = fc.tuple(fc.nat(30), fc.integer({ min: -50, max: 900 }), fc.integer({ min: -1, max: 400 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (drawn) => {
      const told = drawn.map(([up, offset, lasted], i): Told => [up >= i ? -1 : i - up - 1, offset, lasted]);
      let reached = 0;
      for (const [, from = 0, to = 0] of pathOf(told, 1_300)) {
        expect(from).toBeGreaterThanOrEqual(reached);
        expect(to).toBeGreaterThanOrEqual(from);
        reached = to;
      }
      expect(reached).toBeLessThanOrEqual(1_300);
    }),
  );
});

test("fifty thousand levels deep it still answers", () => {
  const told = Array.from({ length: 50_000 }, (_, i): Told => [i - 1, i, 200_000 - 2 * i]);
  expect(pathOf(told, 200_000)).toHaveLength(99_999);
});

test("how long a step is on it, all its stretches together; -1 where it is not", () => {
  const path = criticalPath({ parent: [-1, 0, 0], offsetUs: [0, 10, 20], durationUs: [100, 30, 5] }, 100);
  expect([...timeOnPath(path, 3)]).toEqual([70, 30, -1]);
});
