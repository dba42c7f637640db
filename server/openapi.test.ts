import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { ALL_OPERATIONS, openApiDocument } from "./openapi";

test("every route of the machine API is described, and nothing that has no route", () => {
  const routes = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map(
      (file) =>
        `/api/v1/${file
          .replaceAll("\\", "/")
          .replace("/route.ts", "")
          .replace(/\[(\w+)\]/g, "{$1}")}`,
    );
  const described = new Set(ALL_OPERATIONS.map(({ path }) => path).filter((path) => path.startsWith("/api/v1")));
  expect([...described].sort()).toEqual(routes.sort());
});

test("the document is plain JSON of OpenAPI 3.1 with one id an operation", () => {
  const document = openApiDocument();
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId: string }>).map((one) => one.operationId),
  );
  expect(new Set(ids).size).toBe(ALL_OPERATIONS.length);
});
