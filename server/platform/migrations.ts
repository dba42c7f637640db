import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { withSchemaEngine } from "./schema-engine";

const LOCK_ID = 7_233_833; // "reeve" on a telephone's keys, shortened: any constant does
const ALL_TABLES = { externalTables: [], externalEnums: [] };

/** Prisma's schema files below `root`, as `[path, content]`. */
export async function readSchema(root: string): Promise<[string, string][]> {
  const dir = join(root, "prisma/schema");
  const names = (await readdir(dir)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(names.map(async (name): Promise<[string, string]> => [join(dir, name), await readFile(join(dir, name), "utf8")]));
}

async function readMigrations(root: string) {
  const baseDir = join(root, "prisma/migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(join(baseDir, name, "migration.sql"), "utf8") },
      },
    })),
  );
  const lockfile = { path: "migration_lock.toml", content: await readFile(join(baseDir, "migration_lock.toml"), "utf8") };
  return { baseDir, lockfile, migrationDirectories, shadowDbInitScript: "" };
}

/** Names of the migrations that this database has whole; none for a new database. */
async function listApplied(client: pg.Client): Promise<Set<string>> {
  const { rows: tables } = await client.query<{ exists: boolean }>("select to_regclass('_prisma_migrations') is not null as exists");
  if (!tables[0]?.exists) return new Set();
  const sql = "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null";
  const { rows } = await client.query<{ migration_name: string }>(sql);
  return new Set(rows.map((row) => row.migration_name));
}

/**
 * Brings the database to the newest migration, as `prisma migrate deploy` does, and answers the names of
 * those applied. Safe when several processes start at once: one applies, the others wait and find nothing to do.
 */
export async function applyMigrations(connectionString: string, root = process.cwd()): Promise<string[]> {
  const guard = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  await guard.connect();
  try {
    await guard.query("select pg_advisory_lock($1)", [LOCK_ID]);
    const [migrationsList, applied] = [await readMigrations(root), await listApplied(guard)];
    // Nearly every start: nothing to do, and no engine to load for it.
    if (migrationsList.migrationDirectories.every(({ path }) => applied.has(path))) return [];
    return await withSchemaEngine(connectionString, await readSchema(root), async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: ALL_TABLES });
      return appliedMigrationNames;
    });
  } finally {
    await guard.end();
  }
}

/** The SQL that leads from the schema files `from` (empty: nothing yet) to `to`; the database is not looked into. */
export async function diffSchemas(connectionString: string, from: [string, string][], to: [string, string][]): Promise<string> {
  const target = (files: [string, string][]) => ({
    tag: "schemaDatamodel" as const,
    files: files.map(([path, content]) => ({ path, content })),
    configDir: process.cwd(),
  });
  return withSchemaEngine(connectionString, to, async (engine) => {
    const { stdout } = await engine.diff({
      from: from.length === 0 ? { tag: "empty" } : target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters: ALL_TABLES,
    });
    return stdout ?? "";
  });
}
