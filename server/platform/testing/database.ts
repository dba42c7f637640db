import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { disconnectForGood } from "../db";

/**
 * Gives the calling test file a database of its own, cloned from the migrated template, and points
 * `DATABASE_URL` at it. Call it once at the top of the file.
 */
export function freshDatabase(): void {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const onServer = async (sql: string) => {
    const url = new URL(inject("templateUrl"));
    url.pathname = "/postgres";
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  beforeAll(async () => {
    // Copying the files costs less than writing each page to the log, which nobody will read.
    await onServer(`create database ${name} template reeve strategy file_copy`);
    const url = new URL(inject("templateUrl"));
    url.pathname = `/${name}`;
    process.env.DATABASE_URL = url.href;
  });
  afterAll(async () => {
    await disconnectForGood();
    await onServer(`drop database ${name} with (force)`);
  });
}

/** Takes the test file's database away: open connections break and no new one is let in, until the answer is called. */
export async function databaseGoes(): Promise<() => Promise<void>> {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  await owner.query(`alter database ${name} with allow_connections false`);
  const left = async () =>
    (await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name])).rowCount ?? 0;
  // A pool that has not heard of it yet would hand out a dead connection once the database is back.
  while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return async () => {
    await owner.query(`alter database ${name} with allow_connections true`);
    await owner.end();
  };
}
