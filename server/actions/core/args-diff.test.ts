import { expect, test } from "vitest";
import { diffArgs } from "./args-diff";

test("two values differ where they differ, and nowhere else", () => {
  const before = { account: "acme", percent: 50, to: ["a", "b"], nested: { x: 1, y: null }, "a/b": 1 };
  expect(diffArgs(before, before)).toEqual([]);
  expect(diffArgs(before, { ...before, percent: 15 })).toEqual([{ path: "/percent", before: 50, after: 15 }]);
  expect(diffArgs(before, { ...before, to: ["a"] })).toEqual([{ path: "/to/1", before: "b" }]);
  expect(diffArgs(before, { ...before, nested: { x: 1, y: null, z: true } })).toEqual([{ path: "/nested/z", after: true }]);
  expect(diffArgs(before, { ...before, "a/b": { c: 2 } })).toEqual([{ path: "/a~1b", before: 1, after: { c: 2 } }]);
  expect(diffArgs(before, { ...before, nested: null })).toEqual([{ path: "/nested", before: { x: 1, y: null }, after: null }]);
});
