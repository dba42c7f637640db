import fc from "fast-check";
import { expect, test } from "vitest";
import { coveredShare } from "./coverage";

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

test.each([
  ["nothing", [], 0],
  ["all of it, in pieces that overlap", [span(40, 120), span(-10, 50)], 1],
  ["a part, beyond the edges", [span(-5, 10), span(90, 500)], 0.2],
  ["one within another", [span(0, 50), span(10, 20)], 0.5],
  ["what lies outside", [span(-50, -10), span(100, 200)], 0],
])("%s is covered", (_, spans, share) => {
  expect(coveredShare(spans, 0, 100)).toBe(share);
});

test("a span more never covers less, and never more than all", () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: -50, max: 150 }), fc.nat(100)).map(([from, length]) => span(from, from + length)));
  fc.assert(
    fc.property(spans, spans, (some, more) => {
      const [one, both] = [coveredShare(some, 0, 100), coveredShare([...some, ...more], 0, 100)];
      expect(both).toBeGreaterThanOrEqual(one);
      expect(both).toBeLessThanOrEqual(1);
    }),
  );
});
