import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { disconnect } from "../db";

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
    await onServer(`create database ${name} template reeve`);
    const url = new URL(inject("templateUrl"));
    url.pathname = `/${name}`;
    process.env.DATABASE_URL = url.href;
  });
  afterAll(async () => {
    await disconnect();
    await onServer(`drop database ${name} with (force)`);
  });
}
