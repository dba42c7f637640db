import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@/": `${resolve(".")}/`, "@reeve/sdk": resolve("sdk/index.ts") } },
  test: {
    include: ["{app,server,components,sdk,cli,prisma,demo}/**/*.test.{ts,tsx}", "*.test.ts"],
    globalSetup: ["server/platform/testing/global-setup.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { NODE_ENV: "test" },
  },
});
