import { expect, test } from "vitest";
import { displaceOldest, takeSlot } from "./slots";

test("a holder has so many places and no more, whatever others hold; one given back can be taken again, once", () => {
  const first = takeSlot("a", 2);
  expect(takeSlot("a", 2)).not.toBeNull();
  expect(takeSlot("a", 2)).toBeNull();
  expect(takeSlot("b", 2)).not.toBeNull();
  first?.();
  first?.();
  expect(takeSlot("a", 2)).not.toBeNull();
  expect(takeSlot("a", 2)).toBeNull();
});

test("a holder who takes one place too many loses the one held longest, and what was left is not taken twice", () => {
  const first = displaceOldest("c", 2);
  const second = displaceOldest("c", 2);
  const other = displaceOldest("d", 2);
  const third = displaceOldest("c", 2);
  expect([first, second, third, other].map((place) => place.signal.aborted)).toEqual([true, false, false, false]);
  second.leave();
  first.leave();
  expect(displaceOldest("c", 2).signal.aborted).toBe(false);
  expect(third.signal.aborted).toBe(false);
});
