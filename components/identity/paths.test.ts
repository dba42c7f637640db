import { expect, test } from "vitest";
import type { Role } from "@/server/kernel/roles";
import { homePath, safePath } from "./paths";

test.each<[Role[], string]>([
  [["approver"], "/queue"],
  [["operator"], "/queue"],
  [["auditor"], "/audit"],
  [["admin"], "/settings/people"],
  [["admin", "approver"], "/queue"],
  [["viewer"], "/queue"],
  [["executive"], "/queue"],
])("%j start at %s", (roles, path) => {
  expect(homePath(new Set(roles))).toBe(path);
});

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
