import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inherited, layOut } from "./tree";

const node = (spanId: string, parentId: string | null, startedUs = 0) => ({ spanId, parentId, startedUs });
const shape = (nodes: Parameters<typeof layOut>[0]) =>
  layOut(nodes).map(({ index, depth, isOrphan }) => `${"·".repeat(depth)}${nodes[index]?.spanId}${isOrphan ? "?" : ""}`);

describe("the order of the tree", () => {
  test("parents before children, siblings by their start, whatever order they came in", () => {
    expect(shape([node("c", "a", 3), node("b", "a", 2), node("d", "b", 4), node("a", null, 1)])).toEqual(["a", "·b", "··d", "·c"]);
  });
  test("a step whose parent is not there stands at the top and says so", () => {
    expect(shape([node("a", null, 1), node("b", "gone", 2), node("c", "b", 3)])).toEqual(["a", "b?", "·c"]);
  });
  test("a ring of parents is broken at its earliest step", () => {
    expect(shape([node("a", "c", 1), node("b", "a", 2), node("c", "b", 3)])).toEqual(["a?", "·b", "··c"]);
  });
  test("every step has exactly one place, after its parent", () => {
    const nodes = fc.array(fc.record({ parent: fc.option(fc.nat(30), { nil: null }), startedUs: fc.nat(50) }), { maxLength: 30 });
    fc.assert(
      fc.property(nodes, (drawn) => {
        const all = drawn.map(({ parent, startedUs }, i) => node(`s${i}`, parent === null ? null : `s${parent}`, startedUs));
        const placed = layOut(all);
        expect(placed.map(({ index }) => index).sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        placed.forEach(({ parent, depth }, i) => {
          expect(parent).toBeLessThan(i);
          expect(depth).toBe(parent < 0 ? 0 : (placed[parent]?.depth ?? 0) + 1);
        });
      }),
    );
  });
});

test("a step that names no agent is its parent's", () => {
  const placed = layOut([node("a", null), node("b", "a"), node("c", "b"), node("d", "a", 9)]);
  const own = new Map([
    [0, "sales"],
    [1, "helper"],
  ]);
  expect(inherited(placed, (index) => own.get(index) ?? null)).toEqual(["sales", "helper", "helper", "sales"]);
});
