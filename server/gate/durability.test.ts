import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedDatabase, startPostgres } from "@/cli/postgres";
import { findHome } from "@/cli/postgres-home";
import { disconnect, prisma } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";
import { ask, call, gateWorld } from "./testing";

const CALLERS = 8;
const dataDir = await mkdtemp(join(tmpdir(), "reeve-test-"));
let database: EmbeddedDatabase;

/** A server of its own, as durable as people's: the one that tests share trades that for speed. */
function durableDatabase(): void {
  beforeAll(async () => {
    database = await startPostgres({ dataDir });
    await applyMigrations(database.url);
    process.env.DATABASE_URL = database.url;
  });
  afterAll(async () => {
    await disconnect();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
}

gateWorld(durableDatabase);

async function killServer(): Promise<void> {
  const { data } = await findHome(dataDir);
  process.kill(Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0]), "SIGKILL");
}

test("nothing acknowledged is lost when the database is killed under load and started again", async () => {
  const acknowledged = new Map<string, string>();
  let failures = 0;
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      const key = randomUUID();
      const answer = await ask(call(), key).catch(() => null);
      if (answer?.id) acknowledged.set(key, answer.id);
      else failures += 1;
    }
  };
  const reach = (count: number) => expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  const callers = Array.from({ length: CALLERS }, work);

  await reach(150);
  await killServer();
  await expect.poll(() => failures, { timeout: 10_000 }).toBeGreaterThan(0);
  database = await startPostgres({ dataDir, port: Number(new URL(database.url).port) });
  await reach(acknowledged.size + 150);
  isOver = true;
  await Promise.all(callers);

  const ids = [...acknowledged.values()];
  const kept = await prisma().action.findMany({ where: { id: { in: ids } }, select: { id: true } });
  expect(new Set(kept.map(({ id }) => id))).toEqual(new Set(ids));
  const recorded = await prisma().auditOutbox.findMany({
    where: { actionId: { in: ids }, kind: "action.allowed" },
    select: { actionId: true },
  });
  expect(recorded.map(({ actionId }) => actionId).sort()).toEqual([...ids].sort());
  for (const [key, id] of [...acknowledged].slice(0, 20)) expect((await ask(call(), key)).id).toBe(id);
}, 90_000);
