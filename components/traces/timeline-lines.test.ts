import fc from "fast-check";
import { expect, test } from "vitest";
import { arrange, NO_SLOTS, type Slots, settled, type Wanted } from "./timeline-lines";

const rowsOf = ({ slots }: Slots) => slots.map(({ row }) => row);
const isUnique = (figures: readonly number[]) => new Set(figures).size === figures.length;

const wanted = fc
  .record({ first: fc.nat(300), count: fc.integer({ min: 1, max: 40 }), from: fc.nat(12), to: fc.nat(12) })
  .map(({ first, count, from, to }): Wanted => ({ first, count, from: first + from, to: first + Math.max(from, count - to) }));

test("law: however one scrolls, no line is drawn twice, what is in view is there at once, and the rest once it settles", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(wanted, fc.boolean()), { maxLength: 12 }), (scrolled) => {
      let slots = NO_SLOTS;
      for (const [want, isAtRest] of scrolled) {
        slots = arrange(slots, want);
        const range = Array.from({ length: want.count }, (_, i) => want.first + i);
        const inView = range.filter((row) => row >= want.from && row <= want.to);
        expect(rowsOf(slots)).toEqual(expect.arrayContaining(inView));
        expect([isUnique(rowsOf(slots)), isUnique(slots.slots.map(({ key }) => key))]).toEqual([true, true]);
        expect(rowsOf(settled(slots))).toEqual(range);
        if (isAtRest) slots = settled(slots);
      }
    }),
  );
});

test("scrolled by a few lines only those are drawn anew, and a leap makes no elements", () => {
  const at = (first: number): Wanted => ({ first, count: 20, from: first + 4, to: first + 15 });
  const begun = arrange(NO_SLOTS, at(1));
  const keysOf = ({ slots }: Slots) => slots.map(({ key }) => key).sort((a, b) => a - b);
  const on = arrange(begun, at(6));
  expect(on.slots.filter((slot) => !begun.slots.includes(slot))).toHaveLength(5);
  const back = arrange(on, at(3));
  expect(back.slots.filter((slot) => !on.slots.includes(slot))).toHaveLength(3);
  const away = arrange(begun, at(200));
  expect(keysOf(away)).toEqual(keysOf(begun));
  expect(away.slots.filter((slot) => !begun.slots.includes(slot))).toHaveLength(12);
});
