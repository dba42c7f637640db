import fc from "fast-check";
import { expect, test } from "vitest";
import { type Columns, packColumns, unpackColumns } from "./skeleton";

const none = -1;
const columnsOf = (over: Partial<{ [Name in keyof Columns]: number[] }>, steps: number): Columns => {
  const blank = () => Array.from({ length: steps }, () => none);
  return {
    parent: blank(),
    offsetUs: blank(),
    durationUs: blank(),
    kind: blank(),
    status: blank(),
    name: blank(),
    agent: blank(),
    tool: blank(),
    model: blank(),
    action: blank(),
    inputTokens: blank(),
    outputTokens: blank(),
    costMicroUsd: blank(),
    flags: blank(),
    ...over,
  };
};
const idOf = (n: number) => n.toString(16).padStart(16, "0");

test("what is packed comes out as it was: ids, parents, times of any size and sign, what is unknown", () => {
  const step = fc.record({
    offset: fc.integer({ min: -(10 ** 13), max: 3.2e14 }),
    duration: fc.integer({ min: -1, max: 3.2e14 }),
    word: fc.integer({ min: -1, max: 70_000 }),
    tokens: fc.integer({ min: -1, max: 2 ** 31 - 2 }),
    up: fc.nat(40),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const parent = steps.map(({ up }, i) => (up >= i ? none : i - up - 1));
      const columns = columnsOf(
        {
          parent,
          offsetUs: steps.map(({ offset }) => offset),
          durationUs: steps.map(({ duration }) => duration),
          name: steps.map(({ word }) => word),
          inputTokens: steps.map(({ tokens }) => tokens),
        },
        steps.length,
      );
      const ids = steps.map((_, i) => idOf(i * 7_919));
      const out = unpackColumns(packColumns(ids, columns), steps.length);
      expect(out.spanId).toEqual(ids);
      for (const name of ["parent", "offsetUs", "durationUs", "name", "inputTokens", "flags"] as const) {
        expect([...out[name]], name).toEqual([...columns[name]]);
      }
      parent.forEach((above, i) => {
        expect(out.depth[i]).toBe(above < 0 ? 0 : (out.depth[above] ?? 0) + 1);
      });
    }),
  );
});

test("a time beyond all measure is told as the greatest there is", () => {
  const out = unpackColumns(packColumns([idOf(1)], columnsOf({ durationUs: [2 ** 58] }, 1)), 1);
  expect(out.durationUs[0]).toBe(2 ** 52 - 2);
});

test("bytes that end too early are an error, never a trace with steps missing", () => {
  const bytes = packColumns([idOf(1), idOf(2)], columnsOf({}, 2));
  expect(() => unpackColumns(bytes.slice(0, -1), 2)).toThrow("too early");
});
