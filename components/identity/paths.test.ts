import { expect, test } from "vitest";
import { safePath } from "./paths";

test.each(["/queue/apr_1?tab=why#top", "/audit"])("sign-in leads back to %s", (path) => {
  expect(safePath(path)).toBe(path);
});

test.each([
  undefined,
  "",
  "queue",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
])("sign-in never leads to %s", (path) => {
  const safe = safePath(path);
  expect(safe === null || new URL(safe, "http://here.invalid").host === "here.invalid").toBe(true);
  expect(safe?.startsWith("//") ?? false).toBe(false);
});
