import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor";

const id = "aud_01kaz5v7q8e8f9v4v0m2x3y4z5";

test("a cursor leads back to the very position it was made from, in the same order only", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.constantFrom("urgency", "newest"), (at, order) => {
      const cursor = encodeCursor({ at, id }, order);
      expect(decodeCursor(cursor, "auditEntry", order)).toEqual({ at, id });
      expect(decodeCursor(cursor, "auditEntry", "oldest")).toBeNull();
      expect(decodeCursor(cursor, "action", order)).toBeNull();
    }),
  );
});

test("a cursor goes into an address as it is", () => {
  const cursor = encodeCursor({ at: new Date("2026-11-20T16:00:00.123Z"), id });
  expect(encodeURIComponent(cursor)).toBe(cursor);
});

test("what was never given out is refused", () => {
  const hostile = [
    "",
    "x",
    `newest..${id}`,
    `newest.--1.${id}`,
    `newest.1.${id}.2`,
    "newest.1.aud_1",
    `newest.zzzzzzzzzzz.${id}`,
    `1.${id}`,
  ];
  for (const cursor of hostile) expect(decodeCursor(cursor, "auditEntry"), cursor).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => decodeCursor(text, "auditEntry") === null));
});
