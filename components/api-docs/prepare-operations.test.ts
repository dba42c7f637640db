import { expect, test } from "vitest";
import { fieldsOf, kindOf } from "./prepare-operations";

test("inner fields are listed by their path, and kinds are words", () => {
  const schema = {
    required: ["a"],
    properties: { a: { anyOf: [{ type: "object", properties: { b: { enum: ["x", "y"] } } }, { type: "null" }] } },
  };
  expect(fieldsOf(schema)).toEqual([
    { path: "a", kind: "object or null", isRequired: true, note: "" },
    { path: "a.b", kind: "x | y", isRequired: false, note: "" },
  ]);
  expect(kindOf({ type: "array", items: { type: "string" } })).toBe("array of string");
});
