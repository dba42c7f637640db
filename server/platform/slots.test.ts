import { expect, test } from "vitest";
import { takeSlot } from "./slots";

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
