import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffSchemas, readSchema } from "@/server/platform/migrations";
import { startPostgres } from "./postgres";

/** The schema files as the last commit has them: what the committed migrations lead to. */
function committedSchema(root: string): [string, string][] {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    const names = git("ls-tree", "--name-only", "HEAD", "prisma/schema/").trim().split("\n").filter(Boolean);
    return names.map((name): [string, string] => [join(root, name), git("show", `HEAD:${name}`)]);
  } catch {
    return []; // no commit yet: everything is new
  }
}

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("usage: npm run migration -- NAME   (small letters, digits, underscores)");
  process.exit(2);
}
const root = process.cwd();
// The engine compares the files without looking into a database, but it wants to be connected to one.
const scratch = await mkdtemp(join(tmpdir(), "reeve-migration-"));
const database = await startPostgres({ dataDir: scratch, throwaway: true });
const sql = await diffSchemas(database.url, committedSchema(root), await readSchema(root));
await database.stop();
await rm(scratch, { recursive: true, force: true });
if (sql.trim() === "" || sql.includes("This is an empty migration")) {
  console.log("The schema files have not changed since the last commit: nothing to migrate.");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const dir = join(root, "prisma/migrations", `${stamp}_${name}`);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "migration.sql"), sql);
  console.log(`Wrote ${dir}. Read it before you commit it.`);
}
