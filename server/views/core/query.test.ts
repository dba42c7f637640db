import fc from "fast-check";
import { expect, test } from "vitest";
import { plainQuery } from "./query";

test("two addresses that ask for the same are spelled the same", () => {
  expect(plainQuery("?status=error&agent=a%20b")).toBe("agent=a+b&status=error");
  expect(plainQuery("agent=a+b&q=&saved=svw_1&status=error")).toBe("agent=a+b&status=error");
  expect(plainQuery("")).toBe("");
});

test("law: the one spelling is spelled like that already", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 5 })), { maxLength: 6 }), (fields) => {
      const plain = plainQuery(new URLSearchParams(fields).toString());
      expect(plain).not.toBeNull();
      expect(plainQuery(plain ?? "")).toBe(plain);
    }),
  );
});

test("what is too long to keep is told so", () => {
  expect(plainQuery(`q=${"x".repeat(2_000)}`)).toBeNull();
  expect(plainQuery(Array.from({ length: 41 }, (_, i) => `f${i}=1`).join("&"))).toBeNull();
});
