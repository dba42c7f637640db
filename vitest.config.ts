import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of what is pure: they leave nothing behind in a process, so one serves them all as it is. */
const PURE = ["server/*/core/**/*.test.ts", "server/kernel/**/*.test.ts", "components/**/*.test.{ts,tsx}"];
/** Tests that start processes and databases of their own, or load what can be loaded once in a process alone. */
const APART = ["cli/**/*.test.ts", "server/**/*-deaths.test.ts", "server/**/durability.test.ts"];
const ALL = ["{app,server,components,sdk,cli,prisma,demo}/**/*.test.{ts,tsx}", "*.test.ts"];

const SETUP = "server/platform/testing/global-setup.ts";

export default defineConfig({
  resolve: { alias: { "@/": `${resolve(".")}/`, "@reeve/sdk": resolve("sdk/index.ts") } },
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { NODE_ENV: "test" },
    projects: [
      // A process serves many of these, too, but each finds our code newly loaded.
      {
        extends: true,
        test: {
          name: "whole",
          isolate: false,
          setupFiles: ["server/platform/testing/fresh-modules.ts"],
          include: ALL,
          exclude: [...PURE, ...APART, "**/node_modules/**"],
          globalSetup: [SETUP],
        },
      },
      { extends: true, test: { name: "apart", include: APART, globalSetup: [SETUP] } },
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
    ],
  },
});
