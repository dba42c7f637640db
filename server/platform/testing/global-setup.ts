import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "@/cli/postgres";
import { applyMigrations } from "../migrations";

declare module "vitest" {
  interface ProvidedContext {
    templateUrl: string;
  }
}

/** One real PostgreSQL for the whole run, migrated once; each test file clones it (`freshDatabase`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "reeve-test-"));
  const database = await startPostgres({ dataDir, throwaway: true });
  await applyMigrations(database.url);
  project.provide("templateUrl", database.url);
  return async () => {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
