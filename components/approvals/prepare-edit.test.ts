import { describe, expect, test } from "vitest";
import { fieldsOf, numberOf, pointerWords, withValue } from "./prepare-edit";

const SCHEMA = {
  type: "object",
  required: ["account"],
  properties: {
    account: { type: "string", description: "Whose." },
    percent: { type: "number", title: "Discount" },
    seats: { type: "integer" },
    isUrgent: { type: "boolean" },
    tier: { enum: ["gold", "silver"] },
    to: { type: "array", items: { type: "string" } },
    address: { type: "object", properties: { city: { type: "string" } } },
    odd: { anyOf: [{ type: "string" }, { type: "null" }] },
  },
};

describe("the form of a tool's arguments", () => {
  test("has a field for each, of the kind that its schema says; what a form cannot show is JSON", () => {
    const fields = fieldsOf(SCHEMA, { account: "acme" });
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ["account", "text"],
      ["percent", "number"],
      ["seats", "integer"],
      ["isUrgent", "boolean"],
      ["tier", "choice"],
      ["to", "list"],
      ["address", "group"],
      ["odd", "json"],
    ]);
    expect(fields[0]).toMatchObject({ label: "account", hint: "Whose.", isRequired: true });
    expect(fields[1]).toMatchObject({ label: "Discount", isRequired: false });
    expect(fields[6]?.fields).toMatchObject([{ name: "city", kind: "text" }]);
  });

  test("shows what the schema does not know, and a value of another kind as the JSON that it is", () => {
    const fields = fieldsOf(SCHEMA, { percent: "lots", extra: true, to: [1, "a"] });
    const kinds = Object.fromEntries(fields.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({ percent: "json", extra: "boolean", to: "json" });
    expect(fieldsOf(null, { a: 1, b: { c: "x" } }).map(({ kind, fields: inner }) => [kind, inner.map((one) => one.kind)])).toEqual([
      ["number", []],
      ["group", ["text"]],
    ]);
  });
});

test("a value is set in its place, or taken away", () => {
  expect(withValue({ a: 1, b: 2 }, "a", 3)).toEqual({ a: 3, b: 2 });
  expect(withValue({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
});

test("a number is one only when it is whole where it must be", () => {
  expect([numberOf("15", "integer"), numberOf("1.5", "integer"), numberOf("1.5", "number"), numberOf("", "number")]).toEqual([
    15,
    null,
    1.5,
    null,
  ]);
});

test("a pointer reads as a path", () => {
  expect([pointerWords("/a/b~1c"), pointerWords("")]).toEqual(["a.b/c", "everything"]);
});
