import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { findBrowser } from "./browser";
import { buildDue, buildPages, clientDue, generateClient } from "./build";
import { freePort } from "./ports";
import { showProgress } from "./progress";
import { StartRefusal } from "./refusal";
import { plain, runNode } from "./run-command";

/** How many passed and failed, and of those that failed which and why, as far as it is known. */
type Count = { readonly passed: number; readonly failed: number; readonly why?: readonly string[] };
type Check = { readonly title: string; readonly run: (note: (text: string) => void) => Promise<Count> };

const REPORTS = "node_modules/.cache/reeve";
const LINES_OF_A_FAILURE = 20;
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

type VitestTest = { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] };
type VitestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly VitestTest[];
  }[];
};

/** Which tests of a run failed, and how each said so. */
function failedTests({ testResults }: VitestReport): readonly string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((one) => one.status === "failed");
    if (failed.length === 0 && status === "failed") return [`${file}\n${message}`];
    return failed.map(({ fullName, failureMessages }) => `${file} › ${fullName}\n${failureMessages.join("\n")}`);
  });
}

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
    return { passed: counts.numPassedTests, failed, why: failedTests(counts) };
  },
};

type Suite = {
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly ok: boolean;
    readonly tests: readonly { readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[] }[];
  }[];
};
type PlaywrightReport = {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  readonly suites: readonly Suite[];
};

/** Which journeys failed, and how each said so. */
const failedJourneys = (suites: readonly Suite[]): readonly string[] =>
  suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests: runs }) => {
        const errors = runs.flatMap(({ results }) => results.flatMap((result) => result.errors.map(({ message }) => message ?? "")));
        return `${file} › ${title}\n${errors.join("\n")}`;
      }),
    ...failedJourneys(inner),
  ]);

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
    const { stats, suites } = JSON.parse(await readFile(report, "utf8")) as PlaywrightReport;
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected || (code === 0 ? 0 : 1), why: failedJourneys(suites) };
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
    return count ?? { ...FAILED, why: [`${title}\n${message}`] };
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
// Once more at the end: whoever reads only the last lines of a long run learns what is to be mended.
for (const why of counts.flatMap((count) => count.why ?? []))
  say(`\n✗ ${plain(why).split("\n").slice(0, LINES_OF_A_FAILURE).join("\n  ")}`);
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
