import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Note } from "./progress";
import { StartRefusal } from "./refusal";
import { runNode } from "./run-command";

const SCHEMA = ["prisma/schema", "prisma.config.ts", "package-lock.json"];
const SOURCES = [
  ...SCHEMA,
  "app",
  "components",
  "public",
  "sdk",
  "server",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "tsconfig.json",
];
const CLIENT_STAMP = "prisma/generated/.reeve-generated";
const BUILD_STAMP = ".next/.reeve-built";

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return "file" as const;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries === "file") return [path];
  const nested = await Promise.all(
    entries.map((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)])),
  );
  return nested.flat().filter((file) => !/\.test\.tsx?$/.test(file));
}

/** A digest of the contents of these files and directories, tests left out. */
async function digestOf(paths: readonly string[]): Promise<string> {
  const files = (await Promise.all(paths.map(listFiles))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash("sha256").update(process.versions.node);
  for (const [i, file] of files.entries()) hash.update(`\0${file}\0`).update(contents[i] ?? "");
  return hash.digest("hex");
}

const read = (path: string) => readFile(path, "utf8").catch(() => undefined);

/** Work that is due because what it was made from has changed; `done` notes down that it is. */
export type Due = { readonly isStale: boolean; readonly done: () => Promise<void> };

async function dueBy(paths: readonly string[], stamp: string): Promise<Due> {
  const digest = await digestOf(paths);
  return { isStale: (await read(stamp)) !== digest, done: () => writeFile(stamp, digest) };
}

/** Whether the generated database client is older than the schema. */
export const clientDue = (): Promise<Due> => dueBy(SCHEMA, CLIENT_STAMP);

/** Whether the production build is older than the sources. */
export const buildDue = (): Promise<Due> => dueBy(SOURCES, BUILD_STAMP);

/** Generates the database client. Needs no engine, which a closed network could not download: any executable stands in for it. */
export async function generateClient(): Promise<void> {
  const { code, output } = await runNode(["node_modules/prisma/build/index.js", "generate"], {
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (code !== 0) throw new StartRefusal(`Generating the database client failed:\n${output.trim()}`);
}

/** Builds the pages for production. */
export async function buildPages(note: Note): Promise<void> {
  const { code, output } = await runNode(["node_modules/next/dist/bin/next", "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    onLine: note,
  });
  if (code !== 0) throw new StartRefusal(`Building failed:\n${output.trim()}`);
}
