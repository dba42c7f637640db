import { access } from "node:fs/promises";
import { join } from "node:path";
import { BadEnvironment, type Env, parseEnv } from "@/server/platform/env";
import { buildDue, buildPages, clientDue, generateClient } from "./build";
import { type Child, keepRunning } from "./children";
import { type Database, migrate, openDatabase } from "./database";
import type { Settled } from "./first-run";
import { type LauncherRole, type Registration, register } from "./launchers";
import { checkPort, refuseOpenDemo, waitUntilReady } from "./ports";
import { showProgress } from "./progress";
import { StartRefusal } from "./refusal";
import { makeDataDir, readSecrets } from "./secrets";
import { onStopRequest } from "./signals";
import { sayReady } from "./welcome";

const READY_WITHIN_MS = 120_000;
const HERE = import.meta.dirname;

const isDev = process.argv.includes("--dev");
const startedMs = performance.now();
const { step, say } = showProgress();

const running: { children: Child[]; disconnect?: () => Promise<void>; opening?: Promise<Database>; registration?: Registration } = {
  children: [],
};
let isStopping = false;

/** Ends web and worker first, the database last; the database stays up for another Reeve that uses it. */
async function stopAll(): Promise<void> {
  await Promise.all(running.children.map((child) => child.stop()));
  await running.disconnect?.();
  const others = (await running.registration?.others()) ?? [];
  // A database that is just being started is waited for: nothing of it may be left behind.
  const database = await running.opening?.catch(() => undefined);
  if (others.length === 0) await database?.stop();
  await running.registration?.leave();
}

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await stopAll().catch((error: Error) => console.error(error.message));
  process.exit(exitCode);
}

async function takeDataDir(settings: Env, role: LauncherRole): Promise<Registration> {
  const dataDir = settings.REEVE_DATA_DIR;
  await makeDataDir(dataDir);
  const registration = await register(dataDir, role);
  running.registration = registration;
  const twin = registration.before.find((other) => other.role !== "worker");
  if (role !== "worker" && twin !== undefined) {
    throw new StartRefusal(
      `Reeve already runs on ${dataDir} (process ${twin.pid}): stop that one, or give this one a REEVE_DATA_DIR and a PORT of its own.`,
    );
  }
  return registration;
}

/** What the code needs before it can run: the database client, and the pages unless they are built as they are asked for. */
async function prepareCode(role: LauncherRole): Promise<void> {
  const client = await clientDue();
  if (client.isStale) await step("Generate the database client", () => generateClient().then(client.done));
  if (isDev || role === "worker") return;
  const build = await buildDue();
  if (build.isStale) await step("Build the pages", (note) => buildPages(note).then(build.done));
}

/** The environment of every process of this Reeve, this one included. */
function shareEnvironment(settings: Env, url: string, secrets: { sessionSecret: string; signingKeyFile: string }): void {
  Object.assign(process.env, {
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.PORT),
    REEVE_HOST: settings.REEVE_HOST,
    REEVE_DATA_DIR: settings.REEVE_DATA_DIR,
    DATABASE_URL: url,
    NEXTAUTH_URL: settings.REEVE_URL,
    NEXTAUTH_SECRET: settings.NEXTAUTH_SECRET ?? secrets.sessionSecret,
    REEVE_SIGNING_KEY: settings.REEVE_SIGNING_KEY ?? secrets.signingKeyFile,
  });
}

async function prepareData(settings: Env, role: LauncherRole, database: Database): Promise<Settled | undefined> {
  await step("Migrate", () => migrate(database.url));
  const dataDir = settings.REEVE_DATA_DIR;
  const wasInterrupted = await access(join(dataDir, "seeding")).then(
    () => true,
    () => false,
  );
  // Loaded only now: these need the generated client and the environment of this Reeve.
  const [{ undoHalfSeeded, isEmptyOrganisation, seed }, { settleOrganisation, shareSigningKey }, { disconnect }] = await Promise.all([
    import("./seed"),
    import("./first-run"),
    import("@/server/platform/db"),
  ]);
  running.disconnect = disconnect;
  await undoHalfSeeded(database, dataDir, wasInterrupted);
  await shareSigningKey();
  if (role === "worker") return undefined; // people, and a demo for them to see, are the business of a web process
  if ((settings.REEVE_DEMO ?? database.isEmbedded) && (await isEmptyOrganisation())) {
    refuseOpenDemo(true, settings.REEVE_HOST);
    await step("Seed the demo organisation", (note) => seed(dataDir, note));
  }
  return settleOrganisation(settings);
}

function startWorker(): void {
  const args = ["--import", "tsx", "--import", join(HERE, "follow-launcher.mjs"), "server/worker.ts"];
  running.children.push(keepRunning({ name: "worker", args, env: {}, say, showOutput: true }));
}

async function startWeb(settings: Env): Promise<void> {
  const dev = ["node_modules/next/dist/bin/next", "dev", "-p", String(settings.PORT), "-H", settings.REEVE_HOST];
  const args = ["--import", join(HERE, "follow-launcher.mjs"), ...(isDev ? dev : [join(HERE, "web.mjs")])];
  const child = keepRunning({ name: "web", args, env: {}, say, showOutput: isDev });
  running.children.push(child);
  const until = performance.now() + READY_WITHIN_MS;
  let hasEnded = false;
  void child.firstEnd.then(() => {
    hasEnded = true;
  });
  const host = ["0.0.0.0", "::"].includes(settings.REEVE_HOST) ? "127.0.0.1" : settings.REEVE_HOST;
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${settings.PORT}/api/health/ready`;
  if (await waitUntilReady(address, () => !hasEnded && !isStopping && performance.now() < until)) return;
  if (!isStopping)
    throw new StartRefusal(
      hasEnded ? "The web process ended before it was ready: its reason stands above." : "The web process did not get ready: see above.",
    );
}

async function main(): Promise<void> {
  const settings = parseEnv(process.env);
  const role = process.argv.includes("--worker") ? "worker" : settings.REEVE_ROLE;
  onStopRequest(
    () => {
      say("\n  Stopping …");
      void stop(0);
    },
    () => {
      for (const child of running.children) child.kill();
    },
  );
  const { before } = await takeDataDir(settings, role);
  if (role !== "worker") await checkPort(settings.PORT, settings.REEVE_HOST);
  if (role !== "worker" && settings.REEVE_DEMO === true) refuseOpenDemo(true, settings.REEVE_HOST);
  const isEmbedded = settings.DATABASE_URL === undefined;
  const title = isEmbedded ? "Start the embedded PostgreSQL" : "Connect to PostgreSQL";
  running.opening = step(title, () =>
    openDatabase(settings.DATABASE_URL, { dataDir: settings.REEVE_DATA_DIR, isShared: before.length > 0, say }),
  );
  const database = await running.opening;
  await prepareCode(role);
  if (isStopping) return;
  shareEnvironment(settings, database.url, await readSecrets(settings.REEVE_DATA_DIR));
  const settled = await prepareData(settings, role, database);
  if (isStopping) return;
  if (role !== "web") startWorker();
  if (role !== "worker") await step("Start", () => startWeb(settings));
  if (!isStopping) sayReady({ say, settings, settled, tookMs: performance.now() - startedMs });
}

main().catch(async (error: Error) => {
  if (isStopping) return;
  const isExpected = error instanceof StartRefusal || error instanceof BadEnvironment;
  console.error(isExpected ? `\n${error.message}` : error);
  await stop(1);
});
