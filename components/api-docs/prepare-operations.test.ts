import { expect, test } from "vitest";
import { openApiDocument } from "@/server/gate/openapi";
import { fieldsOf, kindOf, prepareOperations } from "./prepare-operations";

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

test("every operation of the document is drawn, with what may be refused", () => {
  const operations = prepareOperations(openApiDocument());
  const propose = operations.find((operation) => operation.method === "POST" && operation.path === "/api/v1/actions");
  expect(propose?.body.map((field) => field.path)).toEqual(
    expect.arrayContaining(["agent", "args", "impact.amountMicroUsd", "initiator.id"]),
  );
  expect(propose?.problems.map((problem) => problem.status)).toEqual(["400", "401", "403", "409", "413", "429", "503"]);
});
