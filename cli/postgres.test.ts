import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { applyMigrations } from "@/server/platform/migrations";
import { checkServer, checkVersion, openDatabase } from "./database";
import { adoptPostgres, type EmbeddedDatabase, startPostgres } from "./postgres";
import { findHome } from "./postgres-home";

const open: EmbeddedDatabase[] = [];
const dirs: string[] = [];

async function newDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "reeve-test-"));
  dirs.push(dir);
  return dir;
}

async function start(dataDir: string): Promise<EmbeddedDatabase> {
  const database = await startPostgres({ dataDir }); // as it runs for people: what was committed survives
  open.push(database);
  return database;
}

async function query<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<R>(sql);
  await client.end();
  return rows;
}

const serverPid = async (dataDir: string) => {
  const { data } = await findHome(dataDir);
  return Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0]);
};

afterEach(async () => {
  for (const database of open.splice(0)) await database.stop();
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true, force: true });
});

test("a server that outlived a killed launcher is adopted, with its data", async () => {
  const dataDir = await newDataDir();
  const first = await start(dataDir);
  await query(first.url, "create table kept as select 1 as n");
  const second = await start(dataDir); // nobody stopped the first: as after a kill -9 of the launcher
  expect(second).toMatchObject({ adopted: true, url: first.url });
  expect(await query(second.url, "select n from kept")).toEqual([{ n: 1 }]);
  expect((await adoptPostgres({ dataDir })).url).toBe(first.url);
});

test("it is reached through a socket that only its user may open, or over TCP where that path would be too long", async () => {
  const dirs = [await newDataDir(), join(await newDataDir(), "long".repeat(20))];
  for (const dataDir of dirs) {
    const { url } = await start(dataDir);
    const { data } = await findHome(dataDir);
    const sql = "select inet_client_addr() is null as through_socket, current_setting('unix_socket_permissions') as mode";
    expect(await query(url, sql)).toEqual([{ through_socket: data.length < 88, mode: "0700" }]);
  }
});

test("a server that was killed starts again, with its data", async () => {
  const dataDir = await newDataDir();
  const first = await start(dataDir);
  await query(first.url, "create table kept as select 1 as n");
  process.kill(await serverPid(dataDir), "SIGKILL");
  const second = await start(dataDir);
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "select n from kept")).toEqual([{ n: 1 }]);
});

test("a note of a process number that now belongs to another program does not keep the server from starting", async () => {
  const dataDir = await newDataDir();
  await (await start(dataDir)).stop();
  const { data } = await findHome(dataDir);
  await writeFile(join(data, "postmaster.pid"), `${process.pid}\n${data}\n0\n1\n`);
  expect((await start(dataDir)).adopted).toBe(false);
});

test("a data directory of another major version is refused in one line with the remedy", async () => {
  const dataDir = await newDataDir();
  const { data } = await findHome(dataDir);
  await mkdir(data, { recursive: true });
  await writeFile(join(data, "PG_VERSION"), "16\n");
  await expect(startPostgres({ dataDir })).rejects.toThrow(/was made by PostgreSQL 16, this Reeve brings 18: [^\n]+$/);
});

test("two that migrate at once: one applies each migration, the other finds nothing to do", async () => {
  const { url } = await start(await newDataDir());
  const applied = await Promise.all([applyMigrations(url), applyMigrations(url)]);
  expect(applied.map((names) => names.length > 0).sort()).toEqual([false, true]);
  expect(await applyMigrations(url)).toEqual([]);
});

test("a database that cannot be reached is one line that names the variable and hides the password", async () => {
  const refused = openDatabase("postgresql://reeve:hush@127.0.0.1:1/reeve", { dataDir: "unused", isShared: false, say: () => undefined });
  await expect(refused).rejects.toThrow(/^DATABASE_URL: cannot use PostgreSQL at 127\.0\.0\.1:1\/reeve \(nothing listens there\): [^\n]+$/);
  await expect(refused).rejects.not.toThrow(/hush/);
});

test("a wrong password, and a database that is not there, say so", async () => {
  const { url } = await start(await newDataDir());
  const wrong = new URL(url);
  wrong.password = "wrong";
  await expect(checkServer(wrong.href)).rejects.toThrow(/wrong user or password/);
  await expect(checkServer(url.replace("/reeve?", "/nowhere?"))).rejects.toThrow(/no such database/);
});

test("a PostgreSQL older than 15 is refused", () => {
  expect(() => checkVersion(140_012, "14.12")).toThrow("PostgreSQL 14.12 is too old: Reeve needs 15 or newer.");
  expect(() => checkVersion(150_000, "15.0")).not.toThrow();
});
