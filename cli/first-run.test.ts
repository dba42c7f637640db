import { expect, test } from "vitest";
import { parseEnv } from "@/server/platform/env";
import { unusedSettings } from "./first-run";

const both = parseEnv({ REEVE_INIT_ADMIN_EMAIL: "root@example.com", REEVE_INIT_ADMIN_PASSWORD: "0123456789" });
const half = parseEnv({ REEVE_INIT_ADMIN_EMAIL: "root@example.com" });
const link = { kind: "link", url: "http://localhost:3000/setup/x", expiresAt: "2026-11-25T00:00:00Z" } as const;

test("a first administrator of the environment that a demo has no use for is named in one line, with the remedy", () => {
  expect(unusedSettings(both, { kind: "present" }, true)).toEqual([
    expect.stringMatching(/^REEVE_INIT_ADMIN_EMAIL is not used: [^\n]+REEVE_DEMO=0/),
  ]);
  expect(unusedSettings(parseEnv({}), { kind: "present" }, true)).toEqual([]);
});

test("half a first administrator makes none, and says so; one that was made before needs no word", () => {
  expect(unusedSettings(half, link, false)).toEqual([expect.stringContaining("only one is set")]);
  expect(unusedSettings(both, { kind: "present" }, false)).toEqual([]);
  expect(unusedSettings(both, { kind: "created", email: "root@example.com" }, false)).toEqual([]);
});
