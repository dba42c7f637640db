import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type LauncherRole = "all" | "web" | "worker";
/** One start that runs on this data directory; `startId` tells it from a later process with the same number. */
export type Launcher = { readonly pid: number; readonly startId: string; readonly role: LauncherRole; readonly sinceMs: number };

export type Registration = {
  /** Others that ran here already when this one came. */
  readonly before: readonly Launcher[];
  /** Others that run now. */
  readonly others: () => Promise<Launcher[]>;
  readonly leave: () => Promise<void>;
};

/** When the process started, in the kernel's count; empty where the system does not tell. */
async function startIdOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

async function isRunning({ pid, startId }: Launcher): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return (await startIdOf(pid)) === startId;
}

async function list(dir: string): Promise<Launcher[]> {
  const found: Launcher[] = [];
  for (const name of await readdir(dir)) {
    const text = await readFile(join(dir, name), "utf8").catch(() => "");
    if (text === "") continue; // just gone, or just being written by one that comes after us
    const launcher = JSON.parse(text) as Launcher;
    if (await isRunning(launcher)) found.push(launcher);
    else await rm(join(dir, name), { force: true }); // ended by kill -9
  }
  return found;
}

/** Notes down that this process runs on the data directory, and finds who else does. Of two that come at once, each knows who was first. */
export async function register(dataDir: string, role: LauncherRole): Promise<Registration> {
  const dir = join(dataDir, "launchers");
  await mkdir(dir, { recursive: true });
  const me: Launcher = { pid: process.pid, startId: await startIdOf(process.pid), role, sinceMs: Date.now() };
  const file = join(dir, String(process.pid));
  await writeFile(file, JSON.stringify(me));
  const others = async () => (await list(dir)).filter(({ pid }) => pid !== me.pid);
  const cameBefore = (other: Launcher) => other.sinceMs < me.sinceMs || (other.sinceMs === me.sinceMs && other.pid < me.pid);
  return { before: (await others()).filter(cameBefore), others, leave: () => rm(file, { force: true }) };
}
