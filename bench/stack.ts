import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@/cli/postgres";
import { readSecrets } from "@/cli/secrets";

export type Stack = {
  readonly url: string;
  readonly apiKey: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly startSeconds: number;
  readonly stop: () => Promise<void>;
};

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Reeve stopped with code ${child.exitCode} before it was ready`);
    const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

type Running = { readonly url: string; readonly dataDir: string; readonly stop: () => Promise<void> };

/** Starts `npm start` on a port and a data directory of its own, and waits until it is ready. */
async function launch(env: Record<string, string>): Promise<Running> {
  const [port, dataDir] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), "reeve-bench-"))]);
  const child = spawn(process.execPath, ["cli/bootstrap.mjs", "start"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), REEVE_DATA_DIR: dataDir, ...env },
  });
  const url = `http://localhost:${port}`;
  await untilReady(url, child);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url, dataDir, stop };
}

/** Starts a whole Reeve with the demo organisation. */
export async function startStack(more: Record<string, string> = {}): Promise<Stack> {
  const apiKey = `rv_${randomBytes(24).toString("base64url")}`;
  const began = Date.now();
  const { url, dataDir, stop } = await launch({ REEVE_INIT_API_KEY: apiKey, REEVE_DEMO: "1", ...more });
  const { url: databaseUrl } = await startPostgres({ dataDir }); // adopts the one that runs
  return { url, apiKey, databaseUrl, dataDir, startSeconds: (Date.now() - began) / 1000, stop };
}

/** Starts another web process of the same installation, as on a second machine. Stop it before the first. */
export async function startBeside({ databaseUrl, dataDir }: Stack): Promise<Pick<Stack, "url" | "stop">> {
  const { sessionSecret, signingKeyFile } = await readSecrets(dataDir);
  return launch({ DATABASE_URL: databaseUrl, REEVE_ROLE: "web", REEVE_SIGNING_KEY: signingKeyFile, NEXTAUTH_SECRET: sessionSecret });
}
