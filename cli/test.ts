import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser";
import { buildDue, buildPages, clientDue, generateClient } from "./build";
import { freePort } from "./ports";
import { showProgress } from "./progress";
import { StartRefusal } from "./refusal";
import { runNode } from "./run-command";

type Count = { readonly passed: number; readonly failed: number };
type Check = { readonly title: string; readonly run: (note: (text: string) => void) => Promise<Count> };

const REPORTS = "node_modules/.cache/reeve";
const PASSED: Count = { passed: 1, failed: 0 };
const FAILED: Count = { passed: 0, failed: 1 };

const { step, say } = showProgress();

/** A tool that passes or fails as a whole; what it says is shown when it fails. */
const tool = (title: string, ...args: string[]): Check => ({
  title,
  run: async (onLine) => {
    const { code, output } = await runNode(args, { onLine });
    if (code !== 0) throw new StartRefusal(output.trim());
    return PASSED;
  },
});

type VitestReport = { readonly numPassedTests: number; readonly numFailedTests: number; readonly numFailedTestSuites: number };

const tests: Check = {
  title: "Unit and integration tests",
  run: async () => {
    const report = join(REPORTS, "vitest.json");
    await rm(report, { force: true });
    const args = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code } = await runNode(args, { show: true });
    const counts = JSON.parse(await readFile(report, "utf8")) as VitestReport;
    // A file that does not even load has no failed test, only a failed suite.
    const failed = counts.numFailedTests || (code === 0 ? 0 : Math.max(1, counts.numFailedTestSuites));
    return { passed: counts.numPassedTests, failed };
  },
};

type PlaywrightReport = { readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number } };

const journeys: Check = {
  title: "Browser journeys",
  run: async (note) => {
    const report = join(REPORTS, "playwright.json");
    await rm(report, { force: true });
    const [browser, port, dataDir] = await Promise.all([findBrowser(note), freePort(), mkdtemp(join(tmpdir(), "reeve-e2e-"))]);
    const env = {
      REEVE_E2E_BROWSER: browser,
      REEVE_E2E_PORT: String(port),
      REEVE_E2E_DATA_DIR: dataDir,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    };
    const { code } = await runNode(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], { env, show: true });
    await rm(dataDir, { recursive: true, force: true });
    const { stats } = JSON.parse(await readFile(report, "utf8")) as PlaywrightReport;
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected || (code === 0 ? 0 : 1) };
  },
};

/** Settled once the build has written the types of the pages and their addresses, which it does before anything else. */
const pagesTyped = Promise.withResolvers<void>();
const COMPILING = "Creating an optimized production build";

const build: Check = {
  title: "Build the pages",
  run: async (note) => {
    const onLine = (line: string) => {
      if (line.includes(COMPILING)) pagesTyped.resolve();
      note(line);
    };
    try {
      const due = await buildDue();
      if (due.isStale) await buildPages(onLine).then(due.done);
      return PASSED;
    } finally {
      pagesTyped.resolve();
    }
  },
};

const client: Check = {
  title: "Generate the database client",
  run: async () => {
    const due = await clientDue();
    if (due.isStale) await generateClient().then(due.done);
    return PASSED;
  },
};

// The compiler that is written anew checks several times as fast; those who read types by its programme still need the one before (0023).
const compiler = tool("Types", "node_modules/typescript-7/bin/tsc", "--noEmit");
const types: Check = { ...compiler, run: (note) => pagesTyped.promise.then(() => compiler.run(note)) };
const reading = [
  tool("Lint", "node_modules/@biomejs/biome/bin/biome", "check", "--max-diagnostics=200", "."),
  tool("Import floors", "--import", "tsx", "cli/floors.ts"),
  tool("Unused files, exports and packages", "node_modules/knip/bin/knip.js", "--no-progress"),
];

/** One stage after another; the lanes of a stage run beside each other: a check of the reading lane uses one core. */
const STAGES: readonly (readonly (readonly Check[])[])[] = [[[client]], [[build], [...reading, types]], [[tests]], [[journeys]]];

/** Runs one check; whatever happens to it, the others still run. */
async function runCheck({ title, run }: Check): Promise<Count> {
  try {
    return await step(title, async (note) => {
      const count = await run(note);
      if (count.failed > 0) throw Object.assign(new StartRefusal(`${count.failed} failed`), { count });
      return count;
    });
  } catch (error) {
    const { message, count } = error as Error & { count?: Count };
    say(message.replace(/^/gm, "    "));
    return count ?? FAILED;
  }
}

await mkdir(REPORTS, { recursive: true });
process.env.NEXT_TELEMETRY_DISABLED = "1";
const counts: Count[] = [];
const runLane = async (checks: readonly Check[]) => {
  for (const check of checks) counts.push(await runCheck(check));
};
for (const lanes of STAGES) await Promise.all(lanes.map(runLane));
const [passed, failed] = [counts.reduce((sum, count) => sum + count.passed, 0), counts.reduce((sum, count) => sum + count.failed, 0)];
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
