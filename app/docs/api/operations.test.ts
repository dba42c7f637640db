import { expect, test } from "vitest";
import { prepareOperations } from "@/components/api-docs/prepare-operations";
import { openApiDocument } from "@/server/openapi";

test("every operation of the document is drawn, with what may be refused", () => {
  const operations = prepareOperations(openApiDocument());
  const propose = operations.find((operation) => operation.method === "POST" && operation.path === "/api/v1/actions");
  expect(propose?.body.map((field) => field.path)).toEqual(
    expect.arrayContaining(["agent", "args", "impact.amountMicroUsd", "initiator.id"]),
  );
  expect(propose?.problems.map((problem) => problem.status)).toEqual(["400", "401", "403", "409", "413", "429", "503"]);
});
