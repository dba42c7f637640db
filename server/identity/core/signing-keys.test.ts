import { expect, test } from "vitest";
import { arrivalOf, HANDOVER_MS, isPublished, maySign } from "./signing-keys";

const AT = new Date("2026-11-20T16:00:00Z");
const after = (ms: number) => new Date(AT.getTime() + ms);
const old = { kid: "old", retiredAt: AT };
const present = { kid: "present", retiredAt: null };
const kindOf = (kid: string, previousKid: string | null, now = after(1)) => arrivalOf([old, present], kid, previousKid, now).kind;

test("the first key is taken; another one only from who also holds the key in use", () => {
  expect(arrivalOf([], "first", null, AT)).toEqual({ kind: "new", retires: null });
  expect(kindOf("present", null)).toBe("known");
  expect(kindOf("present", "old")).toBe("known");
  expect(kindOf("new", null)).toBe("refused");
  expect(kindOf("new", "stranger")).toBe("refused");
  expect(kindOf("new", "old")).toBe("refused");
  expect(arrivalOf([old, present], "new", "present", after(1))).toEqual({ kind: "new", retires: "present" });
});

test("a retired key signs until every machine had the time to change, and is published until its last token is over", () => {
  expect(kindOf("old", null, after(HANDOVER_MS - 1))).toBe("known");
  expect(arrivalOf([old, present], "old", null, after(HANDOVER_MS))).toMatchObject({
    message: expect.stringMatching(/^REEVE_SIGNING_KEY: [^\n]+2026-11-20/),
  });
  expect(maySign(old, after(HANDOVER_MS))).toBe(false);
  expect(isPublished(old, after(HANDOVER_MS + 5 * 60_000))).toBe(true);
  expect(isPublished(old, after(HANDOVER_MS + 60 * 60_000))).toBe(false);
  expect(isPublished(present, after(1e12))).toBe(true);
});
