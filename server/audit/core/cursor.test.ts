import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor";

const id = "aud_01kaz5v7q8e8f9v4v0m2x3y4z5";

test("a cursor leads back to the very position it was made from", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      expect(decodeCursor(encodeCursor({ occurredAt: new Date(ms), id }))).toEqual({ occurredAt: new Date(ms), id });
    }),
  );
});

test("a cursor that was never given out is refused", () => {
  for (const cursor of ["", "x", `.${id}`, `-1.${id}`, `1.${id}.2`, "1.act_01kaz5v7q8e8f9v4v0m2x3y4z5", `1e999999999.${id}`]) {
    expect(decodeCursor(cursor)).toBeNull();
  }
});
