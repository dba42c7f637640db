import { expect, test } from "vitest";
import { placesOf } from "./prepare-obligations";

test("offers to limit money before other numbers, and who gets it before other words", () => {
  const args = { item: "chairs", quantity: 3, order: { vendor: "Litware", note: ["a", "b"] }, amountUsd: 12_000 };
  expect(placesOf(args)).toEqual({ amounts: ["/amountUsd", "/quantity"], texts: ["/order/vendor", "/item", "/order/note"] });
});

test("finds nothing where there is no amount and nobody's name", () => {
  expect(placesOf({ flags: [true, false], empty: [], nothing: null })).toEqual({ amounts: [], texts: [] });
});
