import { access, constants, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Note } from "./progress";
import { StartRefusal } from "./refusal";
import { runCommand, runNode } from "./run-command";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const WELL_KNOWN = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];
const INSIDE_DOWNLOAD = [
  "chrome-linux64/chrome",
  "chrome-linux/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-win64/chrome.exe",
];

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Where `playwright install` keeps its browsers. */
async function listDownloads(): Promise<string[]> {
  const caches = { darwin: "Library/Caches", win32: "AppData/Local" } as Record<string, string>;
  const root = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), caches[process.platform] ?? ".cache", "ms-playwright");
  const dirs = (await readdir(root).catch(() => [])).filter((name) => /^chromium-\d+$/.test(name)).sort();
  return dirs.reverse().flatMap((dir) => INSIDE_DOWNLOAD.map((path) => join(root, dir, path)));
}

/** Whether it starts at all: some distributions put a script in its place that only says how to install it. */
const works = async (path: string): Promise<boolean> => (await isExecutable(path)) && (await runCommand(path, ["--version"])).code === 0;

async function findInstalled(): Promise<string | undefined> {
  const onPath = NAMES.flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((dir) => join(dir, name)));
  const given = process.env.CHROME_PATH ? [process.env.CHROME_PATH] : [];
  for (const path of [...given, ...onPath, ...WELL_KNOWN, ...(await listDownloads())]) if (await works(path)) return path;
  return undefined;
}

async function installFromDebian(note: Note): Promise<void> {
  if (process.getuid?.() !== 0 || !(await isExecutable("/usr/bin/apt-get"))) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update"], { env, onLine: note });
  await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"], { env, onLine: note });
}

/** A Chromium or Chrome that works on this machine: an installed one, else Playwright's own, else the distribution's. */
export async function findBrowser(note: Note): Promise<string> {
  const installed = await findInstalled();
  if (installed !== undefined) return installed;
  await runNode(["node_modules/playwright/cli.js", "install", "chromium"], { onLine: note });
  const downloaded = await findInstalled();
  if (downloaded !== undefined) return downloaded;
  await installFromDebian(note);
  const fromDebian = await findInstalled();
  if (fromDebian !== undefined) return fromDebian;
  throw new StartRefusal("No browser for the journeys: install Chromium or Chrome, or set CHROME_PATH to one.");
}
