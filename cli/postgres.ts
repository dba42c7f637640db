import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./ports";
import { findHome, type Home } from "./postgres-home";
import { StartRefusal } from "./refusal";

const run = promisify(execFile);
const MAJOR = "18";
const SUPERUSER = "reeve";

export type EmbeddedDatabase = { readonly url: string; readonly adopted: boolean; readonly stop: () => Promise<void> };

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function readPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres-password");
  if (await exists(file)) return (await readFile(file, "utf8")).trim();
  const password = randomBytes(24).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** Makes the data directory beside its place and moves it there whole: a start that was killed meanwhile leaves nothing half made. */
async function initialise({ bin, data, owner }: Home, password: string): Promise<void> {
  const fresh = `${data}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await chmod(fresh, 0o700);
  const passwordFile = join(dirname(data), ".initdb-password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) await Promise.all([chown(fresh, owner.uid, owner.gid), chown(passwordFile, owner.uid, owner.gid)]);
  const access = ["--username", SUPERUSER, "--auth", "scram-sha-256", "--pwfile", passwordFile];
  const args = ["--pgdata", fresh, ...access, "--encoding", "UTF8", "--locale", "C", "--no-instructions"];
  try {
    await run(join(bin, "initdb"), args, { ...owner, cwd: "/" });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, data);
}

const isPostgres = async (pid: number): Promise<boolean> => {
  const { stdout } = await run("ps", ["-o", "comm=", "-p", String(pid)]).catch(async () => ({
    stdout: await readFile(`/proc/${pid}/comm`, "utf8").catch(() => (process.platform === "linux" ? "" : "postgres")),
  }));
  return stdout.includes("postgres");
};

/** What a path to a socket may measure on every system. */
const MAX_SOCKET_PATH = 103;

/** Where the server of this port has its socket: in its data directory, unless such a path cannot be one. A message through it costs about two thirds of one over TCP. */
function socketOf(data: string, port: number): string | undefined {
  const path = join(data, `.s.PGSQL.${port}`);
  const isUsable = process.platform !== "win32" && Buffer.byteLength(path) <= MAX_SOCKET_PATH && !/["\\]/.test(path);
  return isUsable ? path : undefined;
}

/** The port of a server that already runs on this data directory, left behind by a `kill -9`. */
async function runningPort(data: string): Promise<number | undefined> {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port) return undefined;
  if (await isPostgres(pid)) return port;
  // Its number may belong to some other process by now, and PostgreSQL would take that one for itself and refuse.
  await Promise.all(["postmaster.pid", `.s.PGSQL.${port}.lock`].map((file) => rm(join(data, file), { force: true })));
  return undefined;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function waitUntil(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

async function createDatabase(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'reeve'");
  if (rowCount === 0) await client.query("create database reeve");
  await client.end();
}

/** `throwaway`: a database for tests, which trades durability for speed. */
export type PostgresOptions = {
  readonly dataDir: string;
  readonly throwaway?: boolean;
  /** Where it has to listen: the port that others know it by. */
  readonly port?: number;
};

const START_TRIES = 3;
const WATCH_MS = 1_000;

/** How to reach one database of a server: through its socket if it has one. */
type Reach = (database: string) => string;

const reachOver = (password: string, port: number, socketDir?: string): Reach => {
  const query = socketDir === undefined ? "" : `?host=${encodeURIComponent(socketDir)}`;
  return (database) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}${query}`;
};

/** A server that runs may be one of an earlier Reeve, without a socket. */
async function reachOf(password: string, data: string, port: number): Promise<Reach> {
  const socket = socketOf(data, port);
  return reachOver(password, port, socket !== undefined && (await exists(socket)) ? data : undefined);
}

function settingsOf(port: number, data: string, throwaway: boolean): string[] {
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    `unix_socket_directories=${socketOf(data, port) === undefined ? "" : `"${data}"`}`,
    "unix_socket_permissions=0700",
    "max_connections=120",
    "shared_buffers=256MB",
    "log_min_messages=warning",
  ];
  return throwaway ? [...settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off"] : settings;
}

/** Starts the server and answers whether it came up. */
async function launch(
  { data, bin, owner }: Home,
  logFile: string,
  settings: readonly string[],
  isUp: () => Promise<boolean>,
): Promise<boolean> {
  const log = await open(logFile, "a");
  const server = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...owner,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  let exited = false;
  const note = () => {
    exited = true;
  };
  server.once("exit", note);
  server.once("error", note);
  server.unref();
  await log.close();
  return (await waitUntil(async () => exited || (await isUp()), 60_000)) && !exited;
}

function checkMajor(data: string, version: string | undefined): void {
  if (version === undefined || version.trim() === MAJOR) return;
  throw new StartRefusal(
    `${data} was made by PostgreSQL ${version.trim()}, this Reeve brings ${MAJOR}: dump it with the Reeve that made it, or set REEVE_DATA_DIR to a new directory.`,
  );
}

const stopper =
  ({ data, bin, owner }: Home) =>
  async () => {
    await run(join(bin, "pg_ctl"), ["stop", "-D", data, "-m", "fast", "-w", "-t", "30"], { ...owner, cwd: "/" }).catch(() => undefined);
  };

/**
 * Starts the embedded PostgreSQL on `dataDir`, or adopts the one that still runs there. It listens on
 * loopback only, with a generated password, detached: it outlives a Ctrl-C until `stop` is called.
 */
export async function startPostgres({ dataDir, throwaway = false, port: wanted }: PostgresOptions): Promise<EmbeddedDatabase> {
  const home = await findHome(dataDir);
  const password = await readPassword(dataDir);
  const version = await readFile(join(home.data, "PG_VERSION"), "utf8").catch(() => undefined);
  checkMajor(home.data, version);
  if (version === undefined) await initialise(home, password);
  let port = await runningPort(home.data);
  const answersAt = async (at: number) => answers((await reachOf(password, home.data, at))("postgres"));
  if (port !== undefined && !(await waitUntil(() => answersAt(Number(port)), 5_000))) port = undefined;
  const adopted = port !== undefined;
  // After a kill -9 of the server alone, its last children hold the shared memory for a moment longer.
  for (let tries = 0; port === undefined; tries += 1) {
    if (tries === START_TRIES) {
      throw new StartRefusal(`The embedded PostgreSQL did not start: see ${join(dataDir, "postgres.log")}.`);
    }
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
    const candidate = wanted ?? (await freePort());
    const settings = settingsOf(candidate, home.data, throwaway);
    if (await launch(home, join(dataDir, "postgres.log"), settings, () => answersAt(candidate))) port = candidate;
  }
  const reach = await reachOf(password, home.data, port);
  await createDatabase(reach("postgres"));
  return { url: reach("reeve"), adopted, stop: stopper(home) };
}

/** Whether the server of this data directory is gone without having been stopped. Costs one small file read. */
async function hasDied(data: string): Promise<boolean> {
  const pid = Number((await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[0]);
  try {
    return Boolean(pid) && !process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Starts the server again, on the same port, whenever it dies (a `kill -9`, no memory left). Ends with the answer's call. */
export function keepPostgres(dataDir: string, url: string, say: (line: string) => void): () => void {
  const port = Number(new URL(url).port);
  const home = findHome(dataDir);
  let isBusy = false;
  const look = async () => {
    if (!(await hasDied((await home).data))) return;
    say("The embedded PostgreSQL ended; starting it again.");
    await startPostgres({ dataDir, port });
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    look()
      .catch((error: Error) => say(error.message))
      .finally(() => {
        isBusy = false;
      });
  }, WATCH_MS);
  return () => clearInterval(timer);
}

/** The embedded PostgreSQL that another Reeve on this data directory runs or is about to run. Never starts or stops it. */
export async function adoptPostgres({ dataDir }: { readonly dataDir: string }): Promise<EmbeddedDatabase> {
  const home = await findHome(dataDir);
  const url = async () => {
    const [password, port] = [await readPassword(dataDir), await runningPort(home.data)];
    return port === undefined ? undefined : (await reachOf(password, home.data, port))("reeve");
  };
  let found: string | undefined;
  const isUp = async () => {
    found = await url();
    return found !== undefined && (await answers(found));
  };
  if (!(await waitUntil(isUp, 60_000)) || found === undefined) {
    throw new StartRefusal(`Another Reeve on ${dataDir} has no database running yet: wait for it to be ready, then start this one.`);
  }
  return { url: found, adopted: true, stop: stopper(home) };
}
