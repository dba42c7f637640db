import { defineConfig, devices } from "@playwright/test";
import { API_KEY } from "./e2e/fixtures";

const port = process.env.REEVE_E2E_PORT ?? "3100";
const baseURL = `http://localhost:${port}`;
const LOOKS = /(every-page|first-load|sign-in|trace-friday)\.spec/;
const OUTAGE = /outage\.spec/;
const isRoot = process.getuid?.() === 0;

/** Journeys through a whole Reeve, with a seeded demo, on a port and a data directory of its own. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: process.env.CI !== undefined,
  fullyParallel: false,
  workers: 2,
  projects: [
    // One demo organisation, one queue: journeys must not take each other's approvals.
    { name: "journeys", testIgnore: [LOOKS, OUTAGE], workers: 1 },
    // These only look, so they do it meanwhile.
    { name: "pages", testMatch: LOOKS, workers: 1 },
    // It stops the database of all others.
    { name: "outage", testMatch: OUTAGE, dependencies: ["journeys", "pages"] },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    viewport: { width: 1440, height: 900 },
    // Recording slows every step down: it is for whoever looks into a failure.
    trace: process.env.REEVE_E2E_TRACE === "1" ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.REEVE_E2E_BROWSER,
      args: [
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" --import tsx cli/start.ts`,
    url: `${baseURL}/api/health/ready`,
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    stdout: "pipe",
    stderr: "pipe",
    env: {
      PORT: port,
      REEVE_HOST: "127.0.0.1",
      REEVE_URL: baseURL,
      REEVE_DATA_DIR: process.env.REEVE_E2E_DATA_DIR ?? ".reeve/e2e",
      REEVE_DEMO: "1",
      REEVE_ROLE: "all",
      DATABASE_URL: "",
      REEVE_INIT_API_KEY: API_KEY,
    },
  },
});
